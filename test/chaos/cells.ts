/** Every way to fail x what fails x how warm the functions are x how steadily it fails. */
import { unitHash } from '../../functions/domain/hash.ts';
import { type Fault, faults } from '../support/fault-proxy.ts';
import type { RequestName } from '../support/request-name.ts';

/** `delay` takes from a tenth of a second to twelve, another time with each request. */
const faultNames = [...faults, 'delay', 'black hole'] as const;
export type FaultName = (typeof faultNames)[number];

export const targets = [
  'config read',
  'state read',
  'view',
  'cursor write',
  'claim',
  /** The primary is down as well: the fallback is what answers. */
  'snapshot read',
  /** DynamoDB and S3, whatever is asked of them. */
  'everything',
] as const satisfies readonly (RequestName | 'everything')[];
export type Target = (typeof targets)[number];

/** New functions, clients and memories for each call, or such as had answered before anything failed. */
const temperatures = ['cold', 'warm'] as const;
export type Temperature = (typeof temperatures)[number];

/** Each request, every other one by chance, or each one until the call has its first answer. */
export type Pattern = 'steady' | 'flaky' | 'at first';

export type Cell = {
  readonly fault: FaultName;
  readonly target: Target;
  readonly temperature: Temperature;
  readonly pattern: Pattern;
};

export const nameOfCell = ({ fault, target, temperature, pattern }: Cell): string =>
  `${fault}, ${target}, ${temperature}, ${pattern}`;

/** Its calls wait for most of their time. */
export const isWaiting = ({ fault }: Cell): boolean => ['hang', 'delay', 'throttle', 'black hole'].includes(fault);

/** None of its answers knows more of the call than its request tells. A delay may be short enough for one that does. */
export const isWithoutMemory = ({ fault, target, pattern }: Cell): boolean =>
  target === 'snapshot read' || (target === 'state read' && pattern === 'steady' && fault !== 'delay');

const patternsFor = (fault: FaultName, target: Target): readonly Pattern[] => {
  // It is below HTTP: there are no requests to choose from.
  if (fault === 'black hole') return target === 'everything' || target === 'snapshot read' ? ['steady'] : [];
  return target === 'everything' ? ['steady', 'flaky', 'at first'] : ['steady', 'flaky'];
};

export const cellsOf = (temperature: Temperature): Cell[] =>
  faultNames.flatMap((fault) =>
    targets.flatMap((target) => patternsFor(fault, target).map((pattern) => ({ fault, target, temperature, pattern }))),
  );

/** What each request that is meant meets, by chance where the cell says so: the same seed, the same chances. */
export const faultIn = ({ fault, pattern }: Cell, seed: string): (() => Fault | undefined) => {
  let requests = 0;
  return () => {
    requests += 1;
    if (pattern === 'flaky' && unitHash(seed, 'meets', String(requests)) < 0.5) return undefined;
    if (fault === 'black hole') return undefined;
    return fault === 'delay' ? { delayMs: 100 * 120 ** unitHash(seed, 'delay', String(requests)) } : fault;
  };
};
