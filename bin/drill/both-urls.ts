/** Both URLs asked once, as the canary asks them, and compared with the table. */
import { randomBytes } from 'node:crypto';
import type { Table } from '../../functions/adapters/dynamo.ts';
import { ask } from '../../functions/canary/ask.ts';
import { canaryPrefix } from '../../functions/domain/canary.ts';
import { type Asked, faultOf } from '../../functions/domain/probe.ts';
import { withQuery } from '../emulator/configured-url.ts';
import { heading } from '../emulator/timeline.ts';
import { findTable } from '../table/open.ts';
import { lookAtTable, type TableView } from './expectation.ts';
import { findingsOf } from './findings.ts';
import { appletOfBoth, type DrillOptions, firstRequest, namesTable, urlsOf } from './options.ts';
import { placeOf } from './place.ts';
import { judgePublishing, type Publishing } from './publishing.ts';
import { describeAnswers, describeFindings, isWell, type Say } from './text.ts';

/** Is all well? */
export const drillBothUrls = async (options: DrillOptions, say: Say): Promise<boolean> => {
  const { from, to, json } = options;
  const urls = urlsOf(options);
  const applet = appletOfBoth(urls);
  const callSid = `${canaryPrefix}drill-${randomBytes(8).toString('hex')}`;
  // Before anything is asked: that no local service runs is said first.
  const isBlind = options.primary !== undefined && !namesTable(options);
  const table = isBlind ? undefined : await findTable(options);
  const nowMs = Date.now();
  const query = firstRequest(options, callSid, nowMs);
  const [view, primary, fallback] = await Promise.all([
    table === undefined ? ({ kind: 'unnamed' } as const) : lookAtTable(table, applet, query, nowMs),
    ask(withQuery(urls.primary, query), { fetch, clock: Date.now }),
    ask(withQuery(urls.fallback, query), { fetch, clock: Date.now }),
  ]);
  const publishing = await publishingFor(table, applet, view, fallback);
  const findings = findingsOf({ primary, fallback }, { view, publishing, place: placeOf(urls.fallback) });
  const expected = view.kind === 'expected' ? view : undefined;
  const result = { callSid, applet, isWell: isWell(findings), primary, fallback, expected, publishing, findings };
  say(
    json
      ? result
      : `${heading({ callSid, applet, from, to, ...urls })}\n${describeAnswers({ primary, fallback })}${describeFindings(findings, fallback)}`,
  );
  return result.isWell;
};

/** Only the fallback's answer says what was published. */
const publishingFor = async (
  table: Table | undefined,
  applet: string,
  view: TableView,
  fallback: Asked,
): Promise<Publishing | undefined> => {
  const isAnswer = fallback.kind === 'answered' && faultOf(fallback) === undefined;
  if (table === undefined || view.kind === 'unreadable' || !isAnswer) return undefined;
  return judgePublishing(table, applet, fallback.revision, Date.now);
};
