import { describe, expect, it } from 'vitest';
import type { Expectation } from '../../bin/drill/expectation.ts';
import { findingsOf } from '../../bin/drill/findings.ts';
import { findingsOfPublishing } from '../../bin/drill/follow.ts';
import { placeOf } from '../../bin/drill/place.ts';
import type { Asked } from '../../functions/domain/probe.ts';
import { four, numberOf, one, three, two } from '../support/builders.ts';

type Answered = Extract<Asked, { kind: 'answered' }>;

const answered = (numbers: readonly string[], more: Partial<Answered>): Asked => ({
  kind: 'answered',
  ms: 5,
  status: 200,
  contentType: 'text/plain; charset=utf-8',
  body: numbers.join(),
  revision: 1,
  ...more,
});
const primary = (numbers: readonly string[], more: Partial<Answered> = {}) =>
  answered(numbers, { source: 'table', ...more });
const fallback = (numbers: readonly string[], more: Partial<Answered> = {}) =>
  answered(numbers, { source: 'snapshot', ageSeconds: 12, ...more });
const expected = (numbers: readonly string[], more: Partial<Expectation> = {}): Expectation => ({
  revision: 1,
  answer: { kind: 'offer', numbers },
  isLastResort: false,
  plan: numbers,
  ...more,
});
const closed: Expectation['answer'] = { kind: 'empty', reason: 'closed' };

/** `kind: what`, one a line. */
const tell = (first: Asked, second: Asked, expectation?: Expectation) =>
  findingsOf(
    { primary: first, fallback: second },
    {
      view: expectation === undefined ? { kind: 'unnamed' } : { kind: 'expected', ...expectation },
      place: placeOf('https://b.example/fallback/main'),
    },
  ).map(({ kind, what }) => `${kind}: ${what}`);

describe('with the table', () => {
  it('the order of the primary is its own affair, and that of the fallback is said', () => {
    expect(tell(primary([one, two]), fallback([one, two]), expected([one, two]))).toEqual([
      expect.stringMatching(/^ok: .* has for this caller now$/),
    ]);
    expect(tell(primary([two, one]), fallback([one, two]), expected([one, two]))).toEqual([
      expect.stringMatching(
        /^ok: .* has for this caller now \(in the order of the pools: .* the fallback knows no calls/,
      ),
    ]);
    expect(tell(primary([one, two]), fallback([two, one]), expected([one, two]))).toEqual([
      expect.stringMatching(/^ok: .* now, in another order$/),
    ]);
  });

  it('a full answer may be another part of a longer plan', () => {
    const long = expected([one, two], { plan: [one, two, three, four] });
    expect(tell(primary([three, four]), fallback([one, two]), long)).toEqual([expect.stringMatching(/^ok: /)]);
    expect(tell(primary([three]), fallback([one, two]), long)).toEqual([
      expect.stringMatching(/^note: the primary leaves out \+919000000001, \+919000000002, \+919000000004 now/),
      expect.stringMatching(/^ok: /),
    ]);
  });

  it('a primary that is behind the table is a problem of its own', () => {
    expect(tell(primary([one, three]), fallback([one]), expected([one], { revision: 2 }))).toEqual([
      `problem: the primary, at revision 1, offers ${three}, whom the table at revision 2 does not have for this caller`,
      expect.stringMatching(/^ok: /),
    ]);
  });

  it('people whom a primary that is behind does not have yet are not said to be busy', () => {
    expect(tell(primary([one]), fallback([one, two]), expected([one, two], { revision: 2 }))).toEqual([
      `note: the primary, still at revision 1, does not offer ${two}: it sees a change within a minute`,
      expect.stringMatching(/^ok: /),
    ]);
  });

  it('closed agrees with closed and with nothing else', () => {
    const empty = primary([], { reason: 'closed' });
    const shut = expected([], { answer: closed });
    expect(tell(empty, fallback([], { reason: 'closed' }), shut)).toEqual([
      'ok: the fallback offers nobody, as the table at revision 1 says: closed',
    ]);
    expect(tell(empty, fallback([], { reason: 'blocked' }), shut)).toEqual([expect.stringMatching(/says blocked$/)]);
    expect(tell(empty, fallback([one]), shut)).toEqual([expect.stringMatching(/^problem: .* would ring .* as well$/)]);
    expect(tell(primary([one]), fallback([], { reason: 'closed' }), shut)).toEqual([
      'problem: the primary, at revision 1, says that there are numbers; the table at revision 1 says closed',
      expect.stringMatching(/^ok: /),
    ]);
  });

  it('the last resort is what it should be when nobody is on duty', () => {
    const resort = expected([numberOf(90)], { isLastResort: true, plan: [] });
    const none = primary([], { reason: 'exhausted' });
    expect(tell(none, fallback([numberOf(90)], { source: 'last-resort' }), resort)).toEqual([
      expect.stringMatching(/^note: nobody is on duty/),
      expect.stringMatching(/^ok: /),
    ]);
  });

  it('a snapshot without the applet is a problem even when nobody is on duty by the table', () => {
    const resort = expected([numberOf(90)], { isLastResort: true, plan: [] });
    const none = primary([], { reason: 'exhausted' });
    const unknown = fallback([numberOf(90)], { source: 'last-resort', unknown: 'applet' });
    expect(tell(none, unknown, resort)[0]).toMatch(/^problem: .* last resort: it knows no such applet/);
  });

  it('the fallback is judged while the primary is away', () => {
    const gone: Asked = { kind: 'unanswered', ms: 10_000, why: 'no answer within 10000 ms' };
    expect(tell(gone, fallback([one]), expected([one]))).toEqual([
      'problem: the primary does not answer as it should: no answer within 10000 ms',
      expect.stringMatching(/^ok: /),
    ]);
    expect(tell(gone, fallback([one]))).toEqual([
      expect.stringMatching(/^problem: the primary/),
      expect.stringMatching(/^note: nobody can say whether the answers agree/),
    ]);
  });
});

describe('a publisher that refuses the table for thousands of reasons', () => {
  it('is told with fifty of them, and how many more there are', () => {
    const objections = Array.from({ length: 2_000 }, (_, index) => `pool p${index} is gone, with 1 number`);
    const [finding] = findingsOfPublishing(
      { revision: 1 },
      { kind: 'refuses', revision: 2, objections, isForceable: true },
      2,
    );
    expect(finding?.what).toMatch(
      /: pool p0 is gone, .*; pool p49 is gone, with 1 number; and 1950 more; the fallback/,
    );
  });
});

describe('without a table', () => {
  it('people whom the primary leaves out are no disagreement at one revision, and are one at two', () => {
    expect(tell(primary([two]), fallback([one, two]))).toEqual([
      'ok: the answers agree',
      expect.stringMatching(/^note: the primary leaves out \+919000000001 now, whom the fallback would ring/),
    ]);
    expect(tell(primary([two], { revision: 2 }), fallback([one, two]))).toEqual([
      `problem: the fallback would also ring ${one}: the primary is at revision 2, the fallback at 1`,
    ]);
    expect(tell(primary([], { reason: 'busy' }), fallback([one, two]))).toMatchObject(
      [/^ok/, /^note/].map((text) => expect.stringMatching(text)),
    );
  });

  it('somebody whom only the primary has is a disagreement, unless both are parts of a longer list', () => {
    expect(tell(primary([one, two]), fallback([one]))).toEqual([
      expect.stringMatching(/^problem: the fallback would not ring \+919000000002: /),
    ]);
    expect(tell(primary([one, two]), fallback([one, three]))).toEqual([
      expect.stringMatching(/^note: both may offer a part of a longer list; --table tells/),
    ]);
  });

  it('closed and blocked are to be said by both', () => {
    expect(tell(primary([], { reason: 'blocked' }), fallback([], { reason: 'blocked' }))).toEqual([
      'ok: both offer nobody: blocked',
    ]);
    expect(tell(primary([], { reason: 'closed' }), fallback([one]))).toEqual([
      expect.stringMatching(/^problem: one of them says closed, the other does not/),
    ]);
  });
});

describe('of a deployment', () => {
  /** What to do about each problem. */
  const nextSteps = (first: Asked, second: Asked, url = 'https://b.example/fallback/main') =>
    findingsOf(
      { primary: first, fallback: second },
      { view: { kind: 'expected', ...expected([one]) }, place: placeOf(url) },
    ).flatMap((finding) => (finding.kind === 'problem' ? [finding.next] : []));

  it('edits by hand take two minutes, and the publisher has alarms; here they take five, and it has a terminal', () => {
    expect(nextSteps(primary([one]), fallback([one, two]))).toEqual([
      'items edited by hand reach the fallback within two minutes: drill again then; if it stays, look at the log and the alarms of the publisher',
    ]);
    expect(nextSteps(primary([one]), fallback([one, two]), 'http://localhost:8787/fallback/main')).toEqual([
      expect.stringMatching(/within five minutes.*: drill again then; if it stays, .*terminal of npm start$/),
    ]);
  });

  it('the log of the fallback is in its Region', () => {
    const broken = fallback([], { status: 503, body: '' });
    expect(nextSteps(primary([one]), broken)).toEqual([
      'look at its log and its alarms in its Region: were the primary to fail now, callers would be lost',
    ]);
  });
});

describe('an answer that is one', () => {
  it('of a degraded primary is not well', () => {
    const degraded = primary([one], { degraded: 'state' });
    expect(tell(degraded, fallback([one]), expected([one]))[0]).toBe(
      'problem: the primary answers, but not as it should: degraded, state',
    );
  });

  it('of the last resort is told how old it is, and that there is no snapshot, although nobody is on duty', () => {
    const due = expected([one], { isLastResort: true });
    const told = (more: Partial<Answered>) =>
      tell(primary([one]), fallback([one], { source: 'last-resort', ...more }), due);
    expect(told({ ageSeconds: 90_000 })[0]).toMatch(/^problem: the snapshot of revision 1 is 25 hours old/);
    expect(told({ revision: undefined })[0]).toMatch(/^problem: .* no snapshot has reached it/);
    expect(told({})[0]).toMatch(/^note: nobody is on duty/);
  });
});
