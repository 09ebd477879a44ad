import { expect, it } from 'vitest';
import { decide } from '../../functions/domain/cursor.ts';
import type { Live } from '../../functions/domain/live.ts';
import { nothingKnown } from '../../functions/domain/live.ts';
import { aCall, anId, one, someInputs, two } from '../support/builders.ts';

const [hers, his] = ['+919900112233', '+919900112244'];

it('a call’s record names its own caller, and not those of the calls that held agents meanwhile', () => {
  const { nowMs } = someInputs();
  const heldFor = (caller: string, number: string): Live => ({
    ...nothingKnown,
    leases: { 0: { callSid: 'b1', attempt: 'x', number, caller, claimedAtMs: nowMs - 1, untilMs: nowMs + 1000 } },
  });
  const live = new Map([
    ['a1', heldFor(his, one)],
    ['a2', heldFor(hers, two)],
  ]);
  const decision = decide(aCall({ CallFrom: hers }), anId(), undefined, someInputs(undefined, { live }));
  const record = JSON.stringify(
    decision.kind === 'answer' && decision.write.kind === 'start' && decision.write.hunt.record,
  );
  expect(record).toContain('"callSid":"b1"');
  expect(record).toContain(hers);
  expect(record).not.toContain(his);
});
