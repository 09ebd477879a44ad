import type { Clock, Count } from '../domain/ports.ts';

const metricsNamespace = 'DialWhom';

/**
 * Counters in CloudWatch's embedded metric format: a log line, and no call on the answer path.
 * The only dimension is the stage; a number or a CallSid must never be one.
 */
export const createCount =
  (stage: string, clock: Clock, write: (line: string) => void): Count =>
  (metric) =>
    write(
      `${JSON.stringify({
        _aws: {
          Timestamp: clock(),
          CloudWatchMetrics: [
            { Namespace: metricsNamespace, Dimensions: [['Stage']], Metrics: [{ Name: metric, Unit: 'Count' }] },
          ],
        },
        Stage: stage,
        [metric]: 1,
      })}\n`,
    );
