/** The whole dashboard on one page: 24 columns of 60 pixels, 50 pixels a unit of height, as on a screen 1440 pixels wide. */
import type { Body, Widget } from './body.ts';
import { chart } from './chart.ts';
import { alarms, figures, table } from './panels.ts';
import { clockText, minutes, troubleAt } from './sample-data.ts';
import { type Box, element, line, rect, text } from './svg.ts';

const column = 60;
const unit = 50;
const header = 44;
/** What a screen of 1440 × 900 shows of it, below browser and console. */
export const firstScreenUnits = 12;

const style = `
text { font-family: 'Amazon Ember', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif; }
.page { font-size: 16px; font-weight: 700; } .note { font-size: 13px; }
.title { font-size: 14px; font-weight: 700; } .axis { font-size: 11px; fill: #545b64; } .tag { font-size: 11px; font-weight: 600; } .legend { font-size: 11.5px; }
.limit { font-size: 10.5px; font-weight: 600; } .figure { font-size: 32px; font-weight: 700; }
.head { font-size: 11.5px; font-weight: 700; fill: #545b64; } .cell { font-size: 11.5px; }
.grid { stroke: #eaeded; } .fold { stroke: #0073bb; stroke-width: 1.5; stroke-dasharray: 9 5; }`;

const content = (widget: Widget, box: Box): string => {
  if (widget.type === 'alarm') return alarms(widget, box);
  if (widget.type === 'log') return table(widget, box);
  return widget.properties.view === 'singleValue' ? figures(widget, box) : chart(widget, box);
};

const panel = (widget: Widget): string => {
  const outer = {
    x: widget.x * column + 5,
    y: header + widget.y * unit + 5,
    width: widget.width * column - 10,
    height: widget.height * unit - 10,
  };
  const inner = { x: outer.x + 12, y: outer.y + 32, width: outer.width - 24, height: outer.height - 40 };
  return [
    rect(outer, { fill: '#ffffff', stroke: '#d5dbdb', rx: 4 }),
    text(inner.x, outer.y + 21, widget.properties.title, { class: 'title' }),
    content(widget, inner),
  ].join('\n');
};

export const page = ({ widgets }: Body, title: string): string => {
  const width = 24 * column;
  const height = header + Math.max(...widgets.map((widget) => widget.y + widget.height)) * unit + 10;
  const fold = header + firstScreenUnits * unit;
  const note = `Made-up data, ${clockText(0)} to ${clockText(minutes)}: since ${clockText(troubleAt)} DynamoDB is slow and fails`;
  return `${element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width, height, fill: '#16191f' },
    [
      '',
      element('title', {}, `${title}. ${note}.`),
      element('style', {}, style),
      rect({ x: 0, y: 0, width, height }, { fill: '#f2f3f3' }),
      text(12, 28, title, { class: 'page' }),
      text(width - 12, 28, note, { class: 'note', 'text-anchor': 'end' }),
      ...widgets.map(panel),
      line(0, fold, width, fold, { class: 'fold' }),
      rect({ x: width - 366, y: fold - 7, width: 354, height: 14 }, { fill: '#0073bb', rx: 7 }),
      text(width - 189, fold + 4, 'a laptop of 1440 × 900 shows this much without scrolling', {
        class: 'tag',
        fill: '#ffffff',
        'text-anchor': 'middle',
      }),
      '',
    ].join('\n'),
  )}\n`;
};
