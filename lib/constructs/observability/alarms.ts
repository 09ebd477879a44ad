import { Alarm, type ComparisonOperator, type Metric, type TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';

export type Rule = {
  readonly metric: Metric;
  readonly comparison: ComparisonOperator;
  readonly threshold: number;
  /** Minutes out of minutes. One slow minute is noise for some numbers and a lost call for others. */
  readonly minutes: readonly [bad: number, of: number];
  /** What silence says. */
  readonly missing: TreatMissingData;
  /** What it means, and the first thing to do. */
  readonly means: string;
};

/** By the name of the alarm. */
export type Rules = Readonly<Record<string, Rule>>;

/** The alarms of a stack, in its own Region. They are seen on the dashboard; who is woken is decided elsewhere. */
export class Alarms extends Construct {
  readonly all: readonly Alarm[];

  constructor(scope: Construct, id: string, rules: Rules) {
    super(scope, id);

    this.all = Object.entries(rules).map(
      ([name, rule]) =>
        new Alarm(this, name, {
          metric: rule.metric,
          comparisonOperator: rule.comparison,
          threshold: rule.threshold,
          datapointsToAlarm: rule.minutes[0],
          evaluationPeriods: rule.minutes[1],
          treatMissingData: rule.missing,
          alarmDescription: rule.means,
        }),
    );
  }
}
