import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Answers } from './metrics.ts';
import { counts, graph, oldSnapshot } from './widgets.ts';

/** The snapshot on its way, and whether both URLs answer: the same on every dashboard. */
export const wayToFallback = (primary: Answers, fallback: Answers): IWidget[] => [
  graph("Age of the fallback's snapshot", 's', [fallback('SnapshotAgeSeconds')('Maximum', 'oldest')], {
    lines: oldSnapshot,
  }),
  graph('Snapshots', 'a minute', [
    ...counts(primary, { SnapshotPublished: 'published', SnapshotRefused: 'refused' }),
    ...counts(fallback, { SnapshotUnread: 'not read' }),
  ]),
  graph('Probes that failed', '1: failed', [
    primary('PrimaryProbeFailed')('Maximum', 'Primary URL, from its own Region'),
    fallback('PrimaryProbeFailed')('Maximum', "Primary URL, from the fallback's Region"),
    primary('FallbackProbeFailed')('Maximum', "Fallback URL, from the primary's Region"),
    fallback('FallbackProbeFailed')('Maximum', 'Fallback URL, from its own Region'),
  ]),
];
