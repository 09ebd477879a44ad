/** Questions to the log lines of requests, whose fields are those of `functions/http/request-log.ts`. */
import { type LogGroup, QueryDefinition, QueryString, type QueryStringProps } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { canaryPrefix } from '../../../functions/domain/canary.ts';

export type Query = { readonly title: string; readonly text: QueryString };

const query = (
  title: string,
  { filters, ...text }: Omit<QueryStringProps, 'filterStatements'> & { filters: string[] },
): Query => ({
  title,
  text: new QueryString({ ...text, filterStatements: filters }),
});

/** Out of hours a canary would be an unanswered call each minute. Who gives no CallSid is none. */
const isCaller = `(not ispresent(callSid) or callSid not like /^${canaryPrefix}/)`;

/** Every request of it and every event, in their order. */
export const callStory = query('A call (put its CallSid into the filter)', {
  fields: [
    '@timestamp',
    'url',
    'applet',
    'attempt',
    'decision',
    'answer',
    // In quotes, because it is a function too.
    '`count`',
    'reason',
    'pool',
    'outcomes.0',
    'taken',
    'events.0.kind',
    'events.0.agent',
    'degraded',
    'cause',
    'why',
    'status',
    'ms',
    'traceId',
  ],
  filters: ['callSid = "CALLSID"'],
  sort: '@timestamp asc',
  limit: 500,
});

export const slowestAnswers = query('Slowest answers, and what they waited for', {
  fields: [
    '@timestamp',
    'ms',
    'coldStart',
    'configMs',
    'huntMs',
    'liveMs',
    'claimMs',
    'commitMs',
    'status',
    'degraded',
    'cause',
    'pool',
    'callSid',
    'traceId',
  ],
  filters: ['ispresent(ms) and status != 403'],
  sort: 'ms desc',
  limit: 50,
});

/** Nobody was rung though somebody called. `ended` is none: they have talked. */
export const withoutNumbers = query('Calls without numbers, and why', {
  fields: ['@timestamp', 'callSid', 'applet', 'pool', 'status', 'reason', 'why', 'cause', 'fault'],
  filters: [`((answer = "empty" and reason != "ended") or status >= 500) and ${isCaller}`],
  sort: '@timestamp desc',
  limit: 100,
});

export const answersByPool = query('Answers by pool', {
  fields: ['coalesce(reason, answer) as kind'],
  filters: [`ispresent(answer) and ${isCaller}`],
  statsStatements: [
    'count(*) as answers, pct(ms, 50) as p50, pct(ms, 99) as p99, max(attempt) as attempts by pool, kind',
  ],
  sort: 'answers desc',
  limit: 100,
});

export interface SavedQueriesProps {
  readonly stage: string;
  /** Those that are asked, all of the Region. */
  readonly logGroups: readonly LogGroup[];
  /** By the ids of their resources. */
  readonly queries: Readonly<Record<string, Query>>;
}

/** In the console under Logs Insights, Saved queries. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, { stage, logGroups, queries }: SavedQueriesProps) {
    super(scope, id);

    for (const [name, { title, text }] of Object.entries(queries)) {
      new QueryDefinition(this, name, {
        queryDefinitionName: `dial-whom/${stage}/${title}`,
        queryString: text,
        logGroups: [...logGroups],
      });
    }
  }
}
