import {
  Alarm,
  type AlarmBase,
  AlarmRule,
  AlarmState,
  ComparisonOperator,
  CompositeAlarm,
  type IMetric,
  type TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** The comparators, always written out: CDK's default is `>=`, with which a threshold of 0 is in alarm for ever. */
export const atLeast = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD;
export const above = ComparisonOperator.GREATER_THAN_THRESHOLD;

/** Minutes out of minutes: one bad minute is noise, and the last one is often only half counted. */
export const twoOfThree = [2, 3] as const;

/** Is somebody to be woken, because calls are lost or about to be, or is it to be looked at in the morning? */
export type Severity = 'page' | 'warn';

/** What a person is told. */
export type Notice = {
  readonly severity: Severity;
  /** One sentence: what it means for callers. */
  readonly means: string;
  /** One sentence: what to do first. */
  readonly first: string;
};

export type Rule = Notice & {
  readonly metric: IMetric;
  readonly comparison: ComparisonOperator;
  readonly threshold: number;
  readonly minutes: readonly [bad: number, of: number];
  /** What silence says. */
  readonly missing: TreatMissingData;
};

/** By the name of the alarm. */
export type Rules = Readonly<Record<string, Rule>>;

/** On while all of these alarms of the same stack are. */
export type JointRule = Notice & { readonly allOf: readonly string[] };

export interface AlarmsProps {
  /** Told when one goes on, and when it goes off. */
  readonly topic: ITopic;
  readonly rules: Rules;
  readonly joint?: Readonly<Record<string, JointRule>>;
}

/** The alarms of a stack, in its own Region: CloudWatch looks at no other Region's metrics, and neither should they. */
export class Alarms extends Construct {
  readonly all: readonly AlarmBase[];

  constructor(scope: Construct, id: string, { topic, rules, joint = {} }: AlarmsProps) {
    super(scope, id);

    const single = new Map(
      Object.entries(rules).map(([name, rule]) => [
        name,
        new Alarm(this, name, {
          metric: rule.metric,
          comparisonOperator: rule.comparison,
          threshold: rule.threshold,
          datapointsToAlarm: rule.minutes[0],
          evaluationPeriods: rule.minutes[1],
          treatMissingData: rule.missing,
          alarmDescription: describe(name, rule),
        }),
      ]),
    );
    const combined = Object.entries(joint).map(([name, rule]) => {
      const parts = rule.allOf.map((part) => {
        const alarm = single.get(part);
        if (!alarm) throw new Error(`alarm ${name} is made of ${part}, which this stack does not have`);
        return AlarmRule.fromAlarm(alarm, AlarmState.ALARM);
      });
      return new CompositeAlarm(this, name, {
        alarmRule: AlarmRule.allOf(...parts),
        alarmDescription: describe(name, rule),
      });
    });

    // The gravest first, on the dashboard too.
    this.all = [...combined, ...single.values()];
    const tell = new SnsAction(topic);
    for (const alarm of this.all) {
      alarm.addAlarmAction(tell);
      alarm.addOkAction(tell);
    }
  }
}

/**
 * Each begins with its severity, by which a subscription can be filtered, and ends with its section of the runbook: a
 * path, because no stack knows where the project is kept.
 */
const describe = (name: string, { severity, means, first }: Notice): string =>
  `${severity.toUpperCase()}: ${means} ${first} docs/runbook.md#${name.toLowerCase()}`;
