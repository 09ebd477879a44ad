/** A comparison for people: changes first, then what they mean, then what to look at. */
import { bold, yellow } from '../terminal/paint.ts';
import { dayTime } from '../terminal/times.ts';
import { type Compared, isChange } from './compare.ts';
import type { Uncovered } from './coverage.ts';
import { differenceLines } from './difference-lines.ts';
import { parts } from './differences.ts';
import { driftText, editText, few } from './lost.ts';
import type { RotationPlan } from './plan.ts';
import { poolLines } from './pool-lines.ts';
import { counted } from './words.ts';

/** `command`: what applies precisely this. */
export const describePlan = (compared: Compared, file: string, command: string): string => {
  const { plan, drift, items, agents } = compared;
  const inZone = (atMs: number) => dayTime(atMs, plan.timeZone);
  const people = parts.flatMap((part) =>
    section(
      part,
      part === 'pools'
        ? plan.pools.flatMap((pool) => poolLines(pool, plan, agents))
        : plan.differences
            .filter((difference) => difference.part === part)
            .flatMap((difference) => differenceLines(difference, agents)),
    ),
  );
  const lines = [
    standingLine(compared, inZone),
    ...yellowSection(`edited by hand since revision ${compared.standing?.revision}`, few(drift.map(driftText))),
    ...yellowSection(
      `applied by others since revision ${compared.baseRevision}, which the file would undo`,
      few(compared.othersEdits.map((edit) => editText(edit, plan.timeZone))),
    ),
    ...yellowSection(
      `quick edits since revision ${compared.fileRevision}, which the file does not have`,
      few(compared.quickEdits.map((edit) => editText(edit, plan.timeZone))),
    ),
    ...yellowSection(
      'nobody can use',
      Object.entries(compared.unusable).map(([item, why]) => `${item}: ${why}`),
    ),
    ...people,
    ...section(
      'whose turn',
      plan.rotations.flatMap((rotation) => rotationLines(rotation, inZone)),
    ),
    ...yellowSection('nobody can be reached any more, of the next eight days', uncoveredLines(plan.uncovered, inZone)),
    ...yellowSection('would be lost', few(compared.gone)),
    ...section(
      "overrides, which are the table's and stay",
      compared.overrides.map(
        ({ pool, agent, duty, untilMs }) => `pool ${pool}: ${agent} is ${duty} until ${inZone(untilMs)}`,
      ),
    ),
    ...yellowSection(
      'warnings',
      plan.warnings.map(({ what, isOld }) => `${what}${isOld ? ' (as before)' : ''}`),
    ),
    isChange(compared)
      ? `${counted(items.written, 'item')} to write, ${items.removed} to remove${compared.standing?.pending === undefined ? '' : ', and the change that was cut short to end'}; nothing is written yet${compared.asks ? ', and apply asks first (--yes: it does not)' : ''}: ${command}`
      : `nothing to change: ${compared.table} is as ${file} has it`,
  ];
  return `${lines.join('\n')}\n`;
};

const standingLine = ({ table, standing, plan }: Compared, inZone: (atMs: number) => string): string => {
  const times = `(times are ${plan.timeZone}; now ${inZone(plan.atMs)})`;
  if (standing === undefined || standing.revision === 0) return `${table} has no revision yet ${times}`;
  const { revision, by, at, note, pending } = standing;
  const who = [by, at === undefined ? undefined : inZone(Date.parse(at)), note].filter((one) => one !== undefined);
  const cutShort =
    pending === undefined
      ? ''
      : `\nan apply by ${pending.by} of ${inZone(Date.parse(pending.at))} is under way, or was cut short`;
  return `${table} stands at revision ${revision}${who.length === 0 ? '' : `, by ${who.join(', ')}`} ${times}${cutShort}`;
};

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [bold(`${title}:`), ...lines.map((line) => `  ${line}`)];

/** What wants a look. */
const yellowSection = (title: string, lines: readonly string[]): string[] => section(title, lines.map(yellow));

/** A line for each pool and applet; the first times tell the rest. */
const uncoveredLines = (uncovered: readonly Uncovered[], inZone: (atMs: number) => string): string[] =>
  [...Map.groupBy(uncovered, ({ of, name }) => `${of} ${name}`)].map(([what, spans]) => {
    const first = spans.slice(0, 3).map(({ fromMs, toMs }) => `${inZone(fromMs)} to ${inZone(toMs)}`);
    const more = spans.length - first.length;
    return `${what}: ${first.join(', ')}${more === 0 ? '' : `, and ${counted(more, 'more time')}`}`;
  });

const rotationLines = ({ rotation, before, after }: RotationPlan, inZone: (atMs: number) => string): string[] =>
  (
    [
      ['before', before],
      ['after', after],
    ] as const
  ).flatMap(([when, turns]) => {
    if (turns === null) return [];
    const next = turns.next.map(({ atMs, agent }) => `${agent} from ${inZone(atMs)}`);
    return [`${rotation} ${when}: now ${turns.now ?? 'nobody'}${next.length === 0 ? '' : `, then ${next.join(', ')}`}`];
  });
