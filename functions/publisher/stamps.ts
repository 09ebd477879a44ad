/** Which agents' numbers may be dialled: judged here, because the answer path has no metadata to judge them by. */
import { entry } from '../domain/entries.ts';
import { judgeNumber } from '../domain/number-policy.ts';
import type { DueStamp, FoundConfig, MarkStore } from '../domain/snapshot-ports.ts';

/** Writes at a time: ten thousand agents of an older table take seconds. */
const sideBySide = 20;

/**
 * Stamps what may be dialled and takes the stamp from what may not. Numbers without one are refused only once everybody
 * was found to have his: of a table from before there were stamps nobody falls silent. Returns why numbers of agents may not
 * be dialled, by their ids.
 */
export const keepStamps = async (
  found: FoundConfig,
  marks: MarkStore,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> => {
  const judged = stampsOf(found);
  const open = judged.filter(({ has, due }) => has !== due).values();
  const write = async () => {
    for (const one of open) await marks.stamp(one, signal);
  };
  await Promise.all(Array.from({ length: sideBySide }, write));
  if (!found.demandsStamps && judged.every(({ has, due }) => due !== undefined && has === due)) {
    await marks.demandStamps(signal);
  }
  return Object.fromEntries(judged.flatMap(({ agent, why }) => (why === undefined ? [] : [[agent, why]])));
};

const stampsOf = ({ config, stamps }: FoundConfig): (DueStamp & { readonly why: string | undefined })[] => {
  const numbersOf = (agent: string) => entry(config.agents, agent)?.numbers ?? [];
  // Of two agents with one number it stays with whoever had it.
  const stampedFirst = Object.entries(stamps).toSorted(
    ([, one], [, other]) => Number(other.has === other.fitting) - Number(one.has === one.fitting),
  );
  const owners = new Map<string, string>();
  for (const [agent] of stampedFirst) {
    for (const number of numbersOf(agent)) if (!owners.has(number)) owners.set(number, agent);
  }
  const whyNot = (agent: string, number: string): string | undefined => {
    const verdict = judgeNumber(number, config.settings.numberPolicy);
    if (verdict.kind === 'refused') return verdict.why;
    return owners.get(number) === agent ? undefined : `${number} belongs to agent ${owners.get(number)}`;
  };
  return Object.entries(stamps).map(([agent, { has, fitting }]) => {
    const why = numbersOf(agent).flatMap((number) => whyNot(agent, number) ?? [])[0];
    return { agent, has, due: why === undefined ? fitting : undefined, why };
  });
};
