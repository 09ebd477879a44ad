/**
 * CloudWatch's way from datapoints to the state of an alarm, as its user guide has it ("Evaluating an alarm", "How alarm
 * state is evaluated when data is missing"), for the treatments of missing data that our alarms use.
 */

/** One value a minute; undefined where nothing was told. */
export type Datapoints = readonly (number | undefined)[];

export type State = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export type Condition = {
  readonly ComparisonOperator: string;
  readonly Threshold: number;
  readonly DatapointsToAlarm: number;
  readonly EvaluationPeriods: number;
  /** `ignore` is what DynamoDB's metrics may get, whatever an alarm says. */
  readonly TreatMissingData: string;
};

const comparators: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
};

/**
 * The state after each minute. CloudWatch looks at more minutes than the alarm names, and fills in for missing ones only
 * when those do not have enough that are real; how many more it does not say, so that whoever asks has to try several.
 */
export const statesOf = (condition: Condition, datapoints: Datapoints, more: number): State[] => {
  const { EvaluationPeriods: periods, DatapointsToAlarm: least, Threshold, TreatMissingData: missing } = condition;
  const breaches = comparators[condition.ComparisonOperator];
  if (!breaches) throw new Error(`no alarm of ours compares by ${condition.ComparisonOperator}`);
  if (!['breaching', 'notBreaching', 'ignore'].includes(missing)) throw new Error(`no alarm of ours says ${missing}`);

  let state: State = 'INSUFFICIENT_DATA';
  return datapoints.map((_, minute) => {
    const range = datapoints.slice(Math.max(0, minute + 1 - periods - more), minute + 1);
    const real = range.filter((value) => value !== undefined).slice(-periods);
    const filled = periods - real.length;
    if (filled > 0 && missing === 'ignore') return state;
    const bad = real.filter((value) => breaches(value, Threshold)).length + (missing === 'breaching' ? filled : 0);
    state = bad >= least ? 'ALARM' : 'OK';
    return state;
  });
};

/** Of a composite alarm: `(ALARM("a") AND ALARM("b"))`, the only kind there is. */
export const jointStatesOf = (rule: string, states: Readonly<Record<string, readonly State[]>>): State[] => {
  if (!/^\(ALARM\("\w+"\)( AND ALARM\("\w+"\))*\)$/.test(rule)) throw new Error(`no composite of ours says ${rule}`);
  const parts = [...rule.matchAll(/ALARM\("(\w+)"\)/g)].map(([, name = '']) => states[name] ?? []);
  return (parts[0] ?? []).map((_, minute) => (parts.every((part) => part[minute] === 'ALARM') ? 'ALARM' : 'OK'));
};
