/** What the two URLs should answer by the configuration in the table: decided by the functions that answer calls. */
import { createConfigReader } from '../../functions/adapters/config-reader.ts';
import { causeOf, type Table } from '../../functions/adapters/dynamo.ts';
import { readStandingRevision } from '../../functions/adapters/standing-revision.ts';
import type { Answer } from '../../functions/domain/answer.ts';
import { entry } from '../../functions/domain/entries.ts';
import { planUnremembered } from '../../functions/domain/plan.ts';
import { readCall } from '../../functions/domain/request.ts';
import { answerFromMemory } from '../../functions/fallback/answer-call.ts';
import { toParams } from '../../functions/http/parse.ts';
import { describeError } from '../describe-error.ts';

export type Expectation = {
  readonly revision: number;
  /** Of a fallback that knows this configuration. */
  readonly answer: Answer;
  readonly isLastResort: boolean;
  /** Everybody the primary may offer to this caller now. */
  readonly plan: readonly string[];
};

/** What a look at the table gave. */
export type TableView =
  | { readonly kind: 'unnamed' }
  /** `why` says what to do about it as well. */
  | { readonly kind: 'unreadable'; readonly why: string }
  /** `revision` is missing where nothing was ever applied. */
  | { readonly kind: 'no-applet'; readonly applet: string; readonly revision: number | undefined }
  | ({ readonly kind: 'expected' } & Expectation);

/** As long as the URLs may take. */
const patienceMs = 10_000;

/** `query` is what the provider would send. Never rejects. */
export const lookAtTable = async (table: Table, applet: string, query: string, nowMs: number): Promise<TableView> => {
  const signal = AbortSignal.timeout(patienceMs);
  try {
    // By itself, for its error: the reader of configurations makes a text of every one.
    const revision = (await readStandingRevision(table, signal))?.revision;
    return await viewOf(table, { applet, revision, query, nowMs }, signal);
  } catch (error) {
    const fault = signal.aborted ? timeout : error;
    return { kind: 'unreadable', why: describeError(fault) ?? causeOf(fault) };
  }
};

const timeout = Object.assign(new Error('no answer in time'), { name: 'TimeoutError' });

type Question = {
  readonly applet: string;
  readonly revision: number | undefined;
  readonly query: string;
  readonly nowMs: number;
};

const viewOf = async (
  table: Table,
  { applet: id, revision, query, nowMs }: Question,
  signal: AbortSignal,
): Promise<TableView> => {
  const { reading } = await createConfigReader(table)(id, undefined, signal);
  if (reading.kind === 'unavailable') return { kind: 'unreadable', why: reading.cause };
  const applet = reading.kind === 'found' ? entry(reading.config.applets, id) : undefined;
  if (reading.kind !== 'found' || applet === undefined) return { kind: 'no-applet', applet: id, revision };
  const { config, identity } = reading;
  const call = readCall(toParams([...new URLSearchParams(query)].map(([name, value]) => [name, [value]])));
  const { answer, source } = answerFromMemory(call, id, { config, source: 'snapshot' }, nowMs);
  const { numbers } = planUnremembered(call, applet, { config, live: new Map(), nowMs });
  const isLastResort = source === 'last-resort';
  return { kind: 'expected', revision: identity.revision, answer, isLastResort, plan: numbers };
};
