/** Which agents' numbers may be dialled: judged here, because the answer path has no metadata to judge them by. */
import { type Agent, entry } from '../domain/config.ts';
import { judgeNumber } from '../domain/number-policy.ts';
import type { DueStamp, StampStore, WholeReading } from '../domain/snapshot-ports.ts';

type Found = Extract<WholeReading, { kind: 'found' }>;

/** Writes at a time: ten thousand agents of an older table take seconds. */
const sideBySide = 20;

/**
 * Stamps what may be dialled and takes the stamp from what may not. Numbers without one are refused only once everybody
 * was found to have his: of a table from before there were stamps nobody falls silent.
 */
export const keepStamps = async (found: Found, stamps: StampStore, signal: AbortSignal): Promise<void> => {
  const judged = stampsOf(found);
  const open = judged.filter(({ has, due }) => has !== due).values();
  const write = async () => {
    for (const one of open) await stamps.write(one, signal);
  };
  await Promise.all(Array.from({ length: sideBySide }, write));
  if (!found.demandsStamps && judged.every(({ has, due }) => due !== undefined && has === due)) {
    await stamps.demand(signal);
  }
};

const stampsOf = ({ config, stamps }: Found): DueStamp[] => {
  const mayDial = ({ numbers }: Agent) =>
    numbers.every((number) => judgeNumber(number, config.settings.numberPolicy).kind === 'allowed');
  return Object.entries(stamps).flatMap(([agent, { has, fitting }]) => {
    const who = entry(config.agents, agent);
    return who === undefined ? [] : [{ agent, has, due: mayDial(who) ? fitting : undefined }];
  });
};
