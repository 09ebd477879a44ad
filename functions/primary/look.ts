/** The use case of a HEAD: would a call be answered now, and from what? No hunt is read, and nothing is written. */
import type { Lack } from '../domain/answer.ts';
import { isCanary } from '../domain/canary.ts';
import type { ConfigReading } from '../domain/ports.ts';
import type { Call } from '../domain/request.ts';
import { lackIn, readInputs } from './read-inputs.ts';
import type { Stores } from './stores.ts';

export type Looked =
  | {
      readonly kind: 'found';
      readonly revision: number;
      /** What an answer would do without, as far as it can be seen from here. */
      readonly degraded: Lack | undefined;
      readonly cause: string | undefined;
    }
  | Exclude<ConfigReading, { kind: 'found' }>;

/**
 * Of agents only a canary's HEAD wants to know whether they can be read: where the provider alone may GET, nobody else asks
 * when no calls come. Never rejects for a fault of the table.
 */
export const look = async (call: Call, applet: string, stores: Stores, signal: AbortSignal): Promise<Looked> => {
  if (!isCanary(call.callSid)) {
    const reading = await stores.configs.read(applet);
    if (reading.kind !== 'found') return reading;
    const { identity, staleBecause: cause } = reading;
    return {
      kind: 'found',
      revision: identity.revision,
      degraded: cause === undefined ? undefined : 'stale-config',
      cause,
    };
  }
  // Nobody calls, so that nothing is asked of a caller.
  const inputs = await readInputs({ ...call, caller: undefined }, applet, stores, signal);
  if (inputs.kind !== 'found') return inputs;
  return { kind: 'found', revision: inputs.stored.identity.revision, ...lackIn(inputs) };
};
