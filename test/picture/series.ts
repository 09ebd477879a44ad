/** What a widget would show: its curves from the sample data, expressions worked out. */
import { type Entry, optionsOf, textsOf, type Widget } from './body.ts';
import { minutes, seriesOf } from './sample-data.ts';

export type Curve = { readonly label: string; readonly color: string; readonly values: readonly number[] };

/** CloudWatch's own, in its order. */
const palette = ['#1f77b4', '#ff7f0e', '#2ca02c', '#d62728', '#9467bd', '#8c564b', '#e377c2', '#7f7f7f', '#bcbd22'];

const together = (values: readonly number[], stat: string): number => {
  if (stat === 'Maximum') return Math.max(...values);
  const sum = values.reduce((one, other) => one + other, 0);
  return stat === 'Sum' ? sum : sum / values.length;
};

const ofMetric = (entry: Entry, periodMinutes: number): number[] => {
  const { stat = 'Average', region = '' } = optionsOf(entry);
  const [, name = '', ...dimensions] = textsOf(entry);
  const names = [`${name} ${region}`, `${name} ${stat}`, name];
  const values = seriesOf(names, [name, stat, ...dimensions, region].join());
  return Array.from({ length: minutes / periodMinutes }, (_, index) =>
    together(values.slice(index * periodMinutes, (index + 1) * periodMinutes), stat),
  );
};

/** The part of CloudWatch's metric math that is JavaScript too, with two functions. */
const workedOut = (expression: string, inputs: ReadonlyMap<string, readonly number[]>): number[] => {
  const names = [...inputs.keys()];
  const work = new Function('SUM', 'FILL', ...names, `return ${expression}`) as (...given: unknown[]) => number;
  const sum = (values: readonly number[]) => together(values, 'Sum');
  const length = Math.min(...[...inputs.values()].map((values) => values.length));
  return Array.from({ length }, (_, index) =>
    work(sum, (value: number) => value, ...names.map((name) => inputs.get(name)?.[index])),
  );
};

export const curvesOf = (widget: Widget): Curve[] => {
  const { metrics = [], period = 300 } = widget.properties;
  const inputs = new Map<string, number[]>();
  for (const entry of metrics) {
    const { id, period: own = period, expression } = optionsOf(entry);
    if (id !== undefined && expression === undefined) inputs.set(id, ofMetric(entry, own / 60));
  }
  const shown = metrics.filter((entry) => optionsOf(entry).visible !== false);
  return shown.map((entry, index) => {
    const {
      label = '',
      color = palette[index % palette.length] ?? '',
      expression,
      period: own = period,
    } = optionsOf(entry);
    const used = new Map([...inputs].filter(([name]) => expression?.match(new RegExp(`\\b${name}\\b`))));
    const values = expression === undefined ? ofMetric(entry, own / 60) : workedOut(expression, used);
    return { label, color, values };
  });
};
