/** Every alarm there is, kept by hand: what it looks at, when, and data that must and must not set it off. */
import type { Samples } from '../support/alarm-metrics.ts';
import type { Templates } from './stacks.ts';

export type Stack = keyof Templates;

/** One minute's samples: of its metric, or of several by their ids. */
type Minute = readonly number[] | Samples;

export type AlarmCase = {
  readonly stacks: readonly Stack[];
  /** In one stack it may be graver than in the other. */
  readonly severity: 'page' | 'warn' | Partial<Record<Stack, 'page' | 'warn'>>;
  /** `namespace name dimensions`, the dimensions in alphabetical order. */
  readonly metrics: readonly string[];
  readonly expression?: string;
  readonly statistic: string;
  readonly condition: string;
  readonly minutes: readonly [bad: number, of: number];
  readonly silence: 'notBreaching' | 'breaching';
  /** What it looks at is told by what a canary asks, calls or not: each minute, or when there is something to tell. */
  readonly byCanary?: 'each minute' | 'when it happens';
  /** Sets it off, as often as it takes. */
  readonly off: Minute;
  /** Just not enough, however often. */
  readonly fine: Minute;
};

const urls = ['primary', 'fallback'] as const;
const all = ['primary', 'fallback', 'events'] as const;
const silence = 'notBreaching';

const latency = { metrics: ['AWS/ApiGateway Latency ApiId,Stage'], silence } as const;
/** One in most minutes. */
const any = { statistic: 'Sum', condition: '>= 1', minutes: [2, 3], silence, off: [1], fine: [0, 0] } as const;
const gauge = {
  ...any,
  statistic: 'Maximum',
  silence: 'breaching',
  byCanary: 'each minute',
  off: [1],
  fine: [0],
} as const;
const probed = { byCanary: 'when it happens' } as const;

const own = (name: string): string[] => [`DialWhom ${name} Stage`];

export const alarmCases: Readonly<Record<string, AlarmCase>> = {
  NearLimit: {
    ...latency,
    stacks: urls,
    severity: 'page',
    statistic: 'PR(8000:)',
    condition: '> 0',
    minutes: [1, 1],
    // One in a hundred is enough.
    off: [...Array<number>(99).fill(12), 8_001],
    fine: [12, 8_000],
  },
  SlowAnswers: {
    ...latency,
    stacks: urls,
    severity: 'warn',
    statistic: 'Maximum',
    condition: '>= 5000',
    minutes: [2, 3],
    off: [12, 5_000],
    fine: [12, 4_999],
  },
  SlowFunction: {
    stacks: urls,
    severity: 'warn',
    metrics: ['AWS/Lambda Duration FunctionName'],
    statistic: 'Maximum',
    condition: '>= 5000',
    minutes: [2, 3],
    silence,
    off: [12, 5_000],
    fine: [12, 4_999],
  },
  MostAnswersSlow: {
    ...latency,
    stacks: urls,
    severity: 'warn',
    statistic: 'p90',
    condition: '>= 2500',
    minutes: [5, 5],
    off: [12, 12, 12, 12, 12, 12, 12, 12, 2_500, 2_500],
    fine: [12, 12, 12, 12, 12, 12, 12, 12, 12, 9_000],
  },
  ServerErrors: {
    ...any,
    stacks: all,
    severity: { primary: 'warn', fallback: 'page', events: 'warn' },
    metrics: ['AWS/ApiGateway 5xx ApiId,Stage'],
  },
  FunctionErrors: { ...any, stacks: all, severity: 'warn', metrics: ['AWS/Lambda Errors FunctionName'] },
  FunctionThrottles: { ...any, stacks: all, severity: 'warn', metrics: ['AWS/Lambda Throttles FunctionName'] },
  InvalidAnswers: { ...any, stacks: urls, severity: 'page', metrics: own('InvalidAnswerBlocked'), minutes: [1, 1] },
  DegradedAnswers: { ...any, ...probed, stacks: ['primary'], severity: 'warn', metrics: own('Degraded') },
  StaleConfig: { ...any, ...probed, stacks: ['primary'], severity: 'warn', metrics: own('StaleConfig') },
  TableFaults: {
    ...any,
    stacks: ['primary'],
    severity: 'warn',
    metrics: [
      'AWS/DynamoDB ReadThrottleEvents TableName',
      'AWS/DynamoDB WriteThrottleEvents TableName',
      'AWS/DynamoDB WriteThrottleEvents GlobalSecondaryIndexName,TableName',
      ...Array<string>(5).fill('AWS/DynamoDB SystemErrors Operation,TableName'),
    ],
    expression: 'SUM(FILL(METRICS(), 0))',
    // Of one metric alone: the others have never told anything.
    off: { errorsQuery: [1] },
    fine: { errorsQuery: [0], reads: [0] },
  },
  NobodyEligible: { ...any, stacks: ['primary'], severity: 'page', metrics: own('NobodyEligible'), minutes: [1, 1] },
  ConfigInvalid: { ...any, stacks: ['primary'], severity: 'warn', metrics: own('ConfigInvalid'), minutes: [1, 6] },
  SnapshotFailures: {
    ...any,
    stacks: ['primary'],
    severity: 'warn',
    metrics: ['AWS/SQS NumberOfMessagesSent QueueName'],
    minutes: [1, 15],
  },
  SnapshotRefused: { ...any, stacks: ['primary'], severity: 'warn', metrics: own('SnapshotRefused'), minutes: [1, 6] },
  PrimaryFailing: {
    ...any,
    stacks: ['fallback'],
    severity: 'page',
    metrics: own('FallbackServed'),
    condition: '>= 5',
    off: [1, 1, 1, 1, 1],
    fine: [1, 1, 1, 1],
  },
  FallbackServed: { ...any, stacks: ['fallback'], severity: 'warn', metrics: own('FallbackServed'), minutes: [1, 1] },
  SnapshotOld: {
    stacks: ['fallback'],
    severity: 'warn',
    metrics: own('SnapshotAgeSeconds'),
    statistic: 'Maximum',
    condition: '> 900',
    minutes: [2, 3],
    silence: 'breaching',
    byCanary: 'each minute',
    off: [30, 901],
    fine: [30, 900],
  },
  KeyRejected: { ...any, ...probed, stacks: urls, severity: 'warn', metrics: own('KeyRejected'), minutes: [2, 15] },
  ConcurrencyUsed: {
    stacks: urls,
    severity: 'warn',
    metrics: ['AWS/Lambda ClaimedAccountConcurrency', 'AWS/Lambda ConcurrentExecutions'],
    expression: '100 * claimed / SERVICE_QUOTA(running)',
    statistic: 'Maximum',
    condition: '>= 80',
    minutes: [2, 3],
    silence,
    off: { claimed: [1, 800], running: [700] },
    fine: { claimed: [1, 799], running: [799] },
  },
  PrimaryProbe: { ...gauge, stacks: urls, severity: 'page', metrics: own('PrimaryProbeFailed') },
  FallbackProbe: { ...gauge, stacks: urls, severity: 'page', metrics: own('FallbackProbeFailed') },
  EventsLost: { ...any, stacks: ['events'], severity: 'warn', metrics: own('EventLost') },
};

/** On while all of these are, in each of these stacks. */
export const jointCases: Readonly<Record<string, { stacks: readonly Stack[]; severity: 'page'; allOf: string[] }>> = {
  CallsUnanswered: { stacks: urls, severity: 'page', allOf: ['PrimaryProbe', 'FallbackProbe'] },
};

/** Each alarm of each stack. */
export const everyAlarm = Object.entries(alarmCases).flatMap(([name, of]) =>
  of.stacks.map((stack) => ({ stack, name, of })),
);
