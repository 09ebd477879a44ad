/** Curves over time: axes with their unit, lines that mean something, a legend. */
import type { Widget } from './body.ts';
import { clockText, minutes } from './sample-data.ts';
import { type Curve, curvesOf } from './series.ts';
import { type Box, element, line, pathOf, rect, text, widthOf } from './svg.ts';

const legendRow = 16;

/** At most five steps of 1, 2 or 5 times a power of ten; nothing is counted by halves. */
const ticksUpTo = (top: number, isWhole: boolean): number[] => {
  const power = 10 ** Math.floor(Math.log10(top / 5));
  const fits = [1, 2, 5, 10].map((factor) => factor * power).find((size) => top / size <= 5) ?? top;
  const step = isWhole ? Math.max(1, fits) : fits;
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, index) => index * step);
};

const tickText = (value: number): string => {
  if (value >= 1_000) return `${Number((value / 1_000).toFixed(1))}k`;
  return String(Number(value.toFixed(2)));
};

/** Where each entry of the legend stands, and how many rows that takes. */
const legendOf = (curves: readonly Curve[], { width }: Box) => {
  let [x, row] = [0, 0];
  const places = curves.map((curve) => {
    const wide = widthOf(curve.label, 11) + 26;
    if (x > 0 && x + wide > width) [x, row] = [0, row + 1];
    const place = { ...curve, x, row };
    x += wide;
    return place;
  });
  return { places, rows: row + 1 };
};

/** Each on top of the ones before it. */
const piled = (curves: readonly Curve[]): Curve[] => {
  const below = Array<number>(minutes).fill(0);
  return curves.map((curve) => ({
    ...curve,
    values: curve.values.map((value, index) => {
      below[index] = (below[index] ?? 0) + value;
      return below[index];
    }),
  }));
};

export const chart = (widget: Widget, box: Box): string => {
  const { stacked = false, annotations, yAxis } = widget.properties;
  const lines = annotations?.horizontal ?? [];
  const own = curvesOf(widget);
  const curves = stacked ? piled(own) : own;
  const legend = legendOf(own, box);
  const plot = {
    x: box.x + 30,
    y: box.y + 16,
    width: box.width - 36,
    height: box.height - 38 - legend.rows * legendRow,
  };

  const values = curves.flatMap((curve) => curve.values);
  const top = Math.max(1, ...values, ...lines.map(({ value }) => value)) * 1.06;
  const ticks = ticksUpTo(top, values.every(Number.isInteger));
  const yOf = (value: number) => plot.y + plot.height * (1 - value / top);
  const xOf = (minute: number) => plot.x + (plot.width * minute) / (minutes - 1);
  const pointsOf = ({ values }: Curve): (readonly [number, number])[] =>
    values.map((value, index) => [xOf(((index + 0.5) * minutes) / values.length - 0.5), yOf(value)] as const);

  const drawn = curves.map((curve, index) => {
    if (!stacked) {
      return element('path', { d: pathOf(pointsOf(curve)), fill: 'none', stroke: curve.color, 'stroke-width': 1.4 });
    }
    const floor =
      index === 0
        ? [[xOf(0), yOf(0)] as const, [xOf(minutes - 1), yOf(0)] as const]
        : pointsOf(curves[index - 1] as Curve);
    return element('path', {
      d: `${pathOf([...pointsOf(curve), ...floor.toReversed()])}Z`,
      fill: curve.color,
      'fill-opacity': 0.8,
    });
  });
  return [
    text(box.x, box.y + 8, yAxis?.left?.label ?? '', { class: 'axis' }),
    ...ticks.map((value) => line(plot.x, yOf(value), plot.x + plot.width, yOf(value), { class: 'grid' })),
    ...ticks.map((value) => text(plot.x - 4, yOf(value) + 4, tickText(value), { class: 'axis', 'text-anchor': 'end' })),
    ...[0, 30, 60, 90, 120, 150].map((minute) =>
      text(xOf(minute), plot.y + plot.height + 14, clockText(minute), {
        class: 'axis',
        'text-anchor': minute === 0 ? 'start' : 'middle',
      }),
    ),
    text(plot.x + plot.width, plot.y + plot.height + 14, clockText(minutes), { class: 'axis', 'text-anchor': 'end' }),
    ...drawn,
    ...lines.flatMap(({ value, label, color = '#d62728' }) => [
      line(plot.x, yOf(value), plot.x + plot.width, yOf(value), { stroke: color, 'stroke-dasharray': '5 3' }),
      text(plot.x + 6, yOf(value) - 4, label, { class: 'limit', fill: color }),
    ]),
    ...legend.places.flatMap(({ label, color, x, row }) => {
      const y = box.y + box.height - (legend.rows - row) * legendRow + 4;
      return [
        rect({ x: box.x + x, y, width: 9, height: 9 }, { fill: color, rx: 2 }),
        text(box.x + x + 13, y + 8.5, label, { class: 'legend' }),
      ];
    }),
  ].join('\n');
};
