/** Runs when configuration items change, and every five minutes, so that a quiet stream is not mistaken for a working one. */
import type { DynamoDBStreamEvent, EventBridgeEvent } from 'aws-lambda';
import { budget } from '../domain/budget.ts';
import { firstNamed, firstOf } from '../domain/listed.ts';
import type { Fields, Log, Metrics } from '../domain/signals.ts';
import { type Published, type Publishing, publish } from './publish.ts';

export type PublisherDeps = Publishing & { readonly log: Log };

/** What it was run by: changed items, or the time. */
export type PublisherEvent = DynamoDBStreamEvent | EventBridgeEvent<'Scheduled Event', unknown>;

/** Rejects when it has to be run again. */
export const createHandler =
  ({ log, ...publishing }: PublisherDeps) =>
  async (event: PublisherEvent): Promise<void> => {
    const published = await publish(appletsIn(event), publishing, AbortSignal.timeout(budget.publishMs));
    log(
      { level: levelOf(published), message: `snapshot ${published.kind}`, ...fieldsOf(published) },
      metricsOf(published),
    );
  };

/** Thousands of mistakes must not be in the way of the metrics. */
const fieldsOf = (published: Published): Fields => ({
  ...published,
  ...(published.kind === 'refused' && { objections: firstOf(published.objections) }),
  ...(published.ignored && { ignored: firstNamed(published.ignored) }),
  ...(published.unstamped && { unstamped: firstNamed(published.unstamped) }),
});

const levelOf = ({ kind, ignored, unstamped }: Published): string =>
  kind === 'refused' || ignored !== undefined || unstamped !== undefined ? 'error' : 'info';

const metricsOf = ({ kind, ignored }: Published): Metrics => ({
  ...(ignored === undefined ? {} : { ConfigInvalid: 1 }),
  ...(kind === 'published' ? { SnapshotPublished: 1 } : {}),
  ...(kind === 'refused' ? { SnapshotRefused: 1 } : {}),
});

/** One that somebody added by hand is in no revision and in no snapshot yet. */
const appletsIn = (event: PublisherEvent): string[] =>
  'Records' in event
    ? event.Records.flatMap(({ dynamodb }) => /^APPLET#(.+)$/.exec(dynamodb?.Keys?.pk?.S ?? '')?.[1] ?? [])
    : [];
