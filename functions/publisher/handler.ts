/** Runs when configuration items change, and every five minutes, so that a quiet stream is not mistaken for a working one. */
import type { DynamoDBStreamEvent, EventBridgeEvent } from 'aws-lambda';
import { budget } from '../domain/budget.ts';
import type { Count, Log } from '../domain/signals.ts';
import { type Publishing, publish } from './publish.ts';

export type PublisherDeps = Publishing & { readonly log: Log; readonly count: Count };

/** What it was run by: changed items, or the time. */
export type PublisherEvent = DynamoDBStreamEvent | EventBridgeEvent<'Scheduled Event', unknown>;

/** Rejects when it has to be run again. */
export const createHandler =
  ({ log, count, ...publishing }: PublisherDeps) =>
  async (event: PublisherEvent): Promise<void> => {
    const published = await publish(appletsIn(event), publishing, AbortSignal.timeout(budget.publishMs));
    if (published.ignored !== undefined) count('ConfigInvalid');
    if (published.kind === 'published') count('SnapshotPublished');
    if (published.kind === 'refused') count('SnapshotRefused');
    log({ level: levelOf(published), message: `snapshot ${published.kind}`, ...published });
  };

const levelOf = ({ kind, ignored }: Awaited<ReturnType<typeof publish>>): string =>
  kind === 'refused' || ignored !== undefined ? 'error' : 'info';

/** One that somebody added by hand is in no revision and in no snapshot yet. */
const appletsIn = (event: PublisherEvent): string[] =>
  'Records' in event
    ? event.Records.flatMap(({ dynamodb }) => /^APPLET#(.+)$/.exec(dynamodb?.Keys?.pk?.S ?? '')?.[1] ?? [])
    : [];
