/** A whole call on the local service, held with a primary that is gone. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../../functions/canary/ask.ts';
import { canaryPrefix } from '../../functions/domain/canary.ts';
import { listIn } from '../../functions/domain/phone.ts';
import type { ConversationEvent } from '../emulator/call.ts';
import { callSidFrom } from '../emulator/call-sid.ts';
import { withQuery } from '../emulator/configured-url.ts';
import { holdConversation } from '../emulator/conversation.ts';
import { heading, timelineEntry } from '../emulator/timeline.ts';
import { localServiceUrl } from '../local-url.ts';
import { UsageError } from '../usage-error.ts';
import { type DrillOptions, firstRequest, urlsOf } from './options.ts';
import { placeOf } from './place.ts';
import { describeSurvival, findingsBefore, phonesFor, toNobody } from './primary-down.ts';
import { answerOf, describeFindings, type Say } from './text.ts';

/** Does the caller get somebody? */
export const holdWithoutPrimary = async (options: DrillOptions, say: Say): Promise<boolean> => {
  const { json, applet } = options;
  const { primary, fallback } = urlsOf(options);
  const callSid = callSidFrom(randomBytes(16));
  const query = firstRequest(options, `${canaryPrefix}${callSid}`, Date.now());
  const before = await ask(withQuery(fallback, query), { fetch, clock: Date.now });
  if (before.kind === 'unanswered') {
    throw new UsageError(`no local service answers at ${localServiceUrl()}: start it with npm start`);
  }
  const findings = findingsBefore(before, placeOf(fallback));
  const described = `the fallback now: ${answerOf(before)}\n`;
  if (findings.length > 0) {
    const told = `${heading({ ...options, callSid, primary, fallback })}\n${described}${describeFindings(findings, before)}`;
    say(json ? { callSid, applet, before, findings } : told);
    return false;
  }

  const phones = phonesFor(listIn(before.body) ?? []);
  const call = { ...options, callSid, primary: await toNobody(primary), fallback, phones };
  if (!json) {
    say(`${heading(call)}\n`);
    say(
      'the primary of this call is a port where nothing listens; the running service and its callers notice nothing\n',
    );
    say(described);
  }
  const onEvent = json ? undefined : (event: ConversationEvent) => say(`${timelineEntry(event)}\n`);
  const result = await holdConversation(call, { fetch, now: Date.now, sleep, onEvent });
  say(json ? { ...result, before, findings } : describeSurvival(result));
  return result.exit === 'conversation-ended';
};
