import { expect, it } from 'vitest';
import { reportedBy } from '../../bin/explain/reported.ts';
import { decide } from '../../functions/domain/cursor.ts';
import { afterWrite } from '../../functions/domain/hunt.ts';
import { aCall, aConfig, anId, national, one, someInputs } from '../support/builders.ts';

it('an explanation says of a report what it leaves out, and nothing of what no report has', () => {
  const first = decide(aCall(), anId(), undefined, someInputs(aConfig()));
  if (first.kind !== 'answer') throw new Error('a first request starts a visit');
  const hunt = afterWrite(undefined, first.write);
  const reportedAfter = (report: Readonly<Record<string, string>>) => {
    const second = decide(aCall(report), anId(), hunt, someInputs(aConfig()));
    if (second.kind !== 'answer') throw new Error('a report is another attempt');
    return reportedBy(afterWrite(hunt, second.write), 2);
  };
  expect(reportedBy(hunt, 1)).toBe('first');
  expect(reportedAfter({ DialWhomNumber: national(one), DialCallStatus: 'busy' })).toBe(`${one} busy`);
  expect(reportedAfter({ DialWhomNumber: national(one) })).toBe(`${one} no outcome reported`);
  expect(reportedAfter({ DialCallStatus: 'busy' })).toBe('busy');
});
