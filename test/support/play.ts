/** Plays requests of one call against the pure decision, keeping what it writes. */
import type { Config } from '../../functions/domain/config.ts';
import { decide } from '../../functions/domain/cursor.ts';
import { afterWrite, type Hunt } from '../../functions/domain/hunt.ts';
import type { Call } from '../../functions/domain/request.ts';
import { aConfig, anId, someInputs } from './builders.ts';

export type Played = {
  readonly body: string;
  readonly kind: 'repeat' | 'answer' | 'unusable';
  readonly reason: string | undefined;
};

/** `body` is what the provider gets: numbers with commas, or nothing. */
export const aPlay = (start: Config = aConfig()) => {
  let hunt: Hunt | undefined;
  let config = start;
  let nowMs = Date.parse('2026-11-21T06:00:00Z');
  return {
    hunt: () => hunt,
    wait: (seconds: number) => {
      nowMs += seconds * 1000;
    },
    reconfigure: (next: Config) => {
      config = next;
    },
    ask: (call: Call): Played => {
      const decision = decide(call, anId(call.callSid), hunt, someInputs(config, { nowMs }));
      if (decision.kind === 'answer') hunt = afterWrite(hunt, decision.write);
      if (decision.kind === 'unusable') return { kind: 'unusable', body: '', reason: undefined };
      const { answer } = decision;
      return {
        kind: decision.kind,
        body: answer.kind === 'offer' ? answer.numbers.join(',') : '',
        reason: answer.kind === 'empty' ? answer.reason : undefined,
      };
    },
  };
};
