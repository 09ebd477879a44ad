/** The picture in `docs/performance.md`: what an answer takes as pools and tables grow, median and 99th percentile. */
import { element, line, pathOf, rect, text } from '../picture/svg.ts';
import type { Figures } from './figures.ts';
import type { Timing } from './timing.ts';

const [width, height] = [720, 300];
const plot = { top: 56, bottom: 252, width: 280 };
const ours = '#1f77b4';

type Point = { readonly label: string; readonly answer: Timing };

export const drawGrowth = ({ growth, distanceMs }: Figures): string => {
  const agents = growth.agents.map(({ agents: count, answer }) => ({ label: count.toLocaleString('en'), answer }));
  const pools = growth.pools.map(({ pools: count, answer }) => ({ label: count.toLocaleString('en'), answer }));
  const topMs = Math.max(...[...agents, ...pools].map(({ answer }) => answer.p99Ms)) * 1.05;
  const body = [
    rect({ x: 0, y: 0, width, height }, { fill: 'white' }),
    text(12, 20, `What an answer takes as things grow: ms, median (dot) and 99th percentile (bar)`, { class: 'title' }),
    text(12, 36, `a new call whose agent is claimed: 3 round trips of ${distanceMs} ms each`, { class: 'note' }),
    panel(50, 'agents in the pool', agents, topMs),
    panel(410, 'pools in the table', pools, topMs),
  ].join('\n');
  const style =
    'text{font-family:sans-serif;font-size:11px;fill:#333}.title{font-size:13px;font-weight:bold}.note{fill:#666}';
  return `${element('svg', { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width, height }, `\n<title>What an answer takes as pools and tables grow</title>\n<style>${style}</style>\n${body}\n`)}\n`;
};

const panel = (left: number, title: string, points: readonly Point[], topMs: number): string => {
  const yOf = (ms: number) => plot.bottom - ((plot.bottom - plot.top) * ms) / topMs;
  const xOf = (index: number) => left + (plot.width * (index + 0.5)) / points.length;
  const stepMs = [5, 10, 20, 25, 50, 100, 200].find((step) => topMs / step <= 6) ?? 500;
  const ticks = Array.from({ length: Math.floor(topMs / stepMs) + 1 }, (_, index) => index * stepMs);
  return [
    ...ticks.map((ms) => line(left, yOf(ms), left + plot.width, yOf(ms), { stroke: '#ddd' })),
    ...ticks.map((ms) => text(left - 6, yOf(ms) + 4, String(ms), { 'text-anchor': 'end' })),
    element('path', {
      d: pathOf(points.map(({ answer }, index) => [xOf(index), yOf(answer.medianMs)] as const)),
      fill: 'none',
      stroke: ours,
    }),
    ...points.flatMap(({ label, answer }, index) => [
      line(xOf(index), yOf(answer.medianMs), xOf(index), yOf(answer.p99Ms), {
        stroke: ours,
        'stroke-width': 3,
        'stroke-opacity': 0.35,
      }),
      element('circle', { cx: xOf(index), cy: yOf(answer.medianMs), r: 4, fill: ours }),
      text(xOf(index) + 8, yOf(answer.medianMs) - 6, answer.medianMs.toFixed(1)),
      text(xOf(index), plot.bottom + 16, label, { 'text-anchor': 'middle' }),
    ]),
    text(left + plot.width / 2, plot.bottom + 34, title, { 'text-anchor': 'middle' }),
  ].join('\n');
};
