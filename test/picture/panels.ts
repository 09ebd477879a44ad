/** Widgets that are no curves: figures, states of alarms, answers of queries. */
import type { Widget } from './body.ts';
import { alarmsOn, rows } from './sample-data.ts';
import { type Curve, curvesOf } from './series.ts';
import { type Box, cut, element, line, pathOf, rect, text } from './svg.ts';

const figureText = (value: number): string =>
  value >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toPrecision(3);

const sparkline = ({ values, color }: Curve, { x, y, width, height }: Box): string => {
  const top = Math.max(1, ...values);
  const points = values.map(
    (value, index) => [x + (width * index) / (values.length - 1), y + height * (1 - value / top)] as const,
  );
  const area = [...points, [x + width, y + height] as const, [x, y + height] as const];
  return (
    element('path', { d: `${pathOf(area)}Z`, fill: color, 'fill-opacity': 0.15 }) +
    element('path', { d: pathOf(points), fill: 'none', stroke: color, 'stroke-width': 1.2 })
  );
};

export const figures = (widget: Widget, box: Box): string => {
  const curves = curvesOf(widget);
  const width = box.width / curves.length;
  return curves
    .flatMap((curve, index) => {
      const x = box.x + index * width;
      const figure = figureText(curve.values.at(-1) ?? 0);
      return [
        text(x, box.y + 38, figure, { class: 'figure', fill: figure === '0' ? '#545b64' : curve.color }),
        text(x, box.y + 58, cut(curve.label, width - 8, 12), { class: 'legend' }),
        widget.properties.sparkline
          ? sparkline(curve, { x, y: box.y + 68, width: width - 20, height: box.height - 72 })
          : '',
      ];
    })
    .join('\n');
};

/** The name an alarm has in the code: its id without the construct's before it and the hash behind it. */
const alarmName = (id: string): string => id.replace(/^Alarms/, '').slice(0, -8);

export const alarms = (widget: Widget, box: Box): string => {
  const named = (widget.properties.alarms ?? []).map(alarmName);
  const isOn = (name: string) => alarmsOn.has(name);
  const sorted = [...named.filter(isOn), ...named.filter((name) => !isOn(name))];
  const columns = Math.ceil(sorted.length / (sorted.length > 16 ? 3 : 2));
  const [width, height] = [box.width / columns, box.height / Math.ceil(sorted.length / columns)];
  return sorted
    .flatMap((name, index) => {
      const place = { x: box.x + (index % columns) * width, y: box.y + Math.floor(index / columns) * height };
      const size = { width: width - 8, height: height - 8 };
      const [fill, stroke] = isOn(name) ? ['#fdecea', '#d13212'] : ['#f2f8f0', '#1d8102'];
      return [
        rect({ ...place, ...size }, { fill, stroke, rx: 3 }),
        rect({ x: place.x + 7, y: place.y + size.height / 2 - 5, width: 10, height: 10 }, { fill: stroke, rx: 2 }),
        text(place.x + 23, place.y + size.height / 2 + 4, cut(name, size.width - 28, 12), { class: 'legend' }),
      ];
    })
    .join('\n');
};

/** What the query lists, or what it groups by and counts. */
export const columnsOf = (query: string): string[] => {
  const [, counted, groups] = /\| stats (.*) by (.*)/.exec(query) ?? [];
  if (counted !== undefined && groups !== undefined) {
    return [...groups.split(', '), ...[...counted.matchAll(/ as (\w+)/g)].map(([, name = '']) => name)];
  }
  return /^(?:SOURCE.*\| )?fields (.*)/m.exec(query)?.[1]?.split(', ') ?? [];
};

export const table = (widget: Widget, box: Box): string => {
  const { title, query = '' } = widget.properties;
  const lines = rows[title];
  if (lines === undefined) throw new Error(`test/picture/sample-data.ts has no rows for ${title}`);
  const columns = columnsOf(query);
  const lengths = columns.map((name) => Math.max(name.length, ...lines.map((row) => row[name]?.length ?? 0)) + 3);
  const unit = box.width / lengths.reduce((one, other) => one + other, 0);
  const places = lengths.map((_, index) => lengths.slice(0, index).reduce((one, other) => one + other, 0) * unit);
  const cell = (content: string, index: number, y: number, className: string) =>
    text(box.x + (places[index] ?? 0), y, cut(content, (lengths[index] ?? 0) * unit - 4, 10.5), { class: className });
  return [
    ...columns.map((name, index) => cell(name, index, box.y + 14, 'head')),
    ...lines.flatMap((row, place) => {
      const y = box.y + 40 + place * 27;
      return [
        line(box.x, y - 19, box.x + box.width, y - 19, { class: 'grid' }),
        ...columns.map((name, index) => cell(row[name] ?? '', index, y, 'cell')),
      ];
    }),
  ].join('\n');
};
