import type { Clock } from '../domain/ports.ts';
import type { Count, GaugeName, Measure, MetricName } from '../domain/signals.ts';

const metricsNamespace = 'DialWhom';

const unitOf: Readonly<Record<GaugeName, 'Count' | 'Seconds'>> = {
  SnapshotAgeSeconds: 'Seconds',
  PrimaryProbeFailed: 'Count',
  FallbackProbeFailed: 'Count',
};

/** Metrics in CloudWatch's embedded format: a log line, and no call on the answer path. */
export const createCount = (stage: string, clock: Clock, write: (line: string) => void): Count => {
  const emit = createEmit(stage, clock, write);
  return (metric) => emit(metric, 1, 'Count');
};

export const createMeasure = (stage: string, clock: Clock, write: (line: string) => void): Measure => {
  const emit = createEmit(stage, clock, write);
  return (metric, value) => emit(metric, value, unitOf[metric]);
};

/** The only dimension is the stage; a number or a CallSid must never be one. */
const createEmit =
  (stage: string, clock: Clock, write: (line: string) => void) =>
  (metric: MetricName | GaugeName, value: number, unit: string): void =>
    write(
      `${JSON.stringify({
        _aws: {
          Timestamp: clock(),
          CloudWatchMetrics: [
            { Namespace: metricsNamespace, Dimensions: [['Stage']], Metrics: [{ Name: metric, Unit: unit }] },
          ],
        },
        Stage: stage,
        [metric]: value,
      })}\n`,
    );
