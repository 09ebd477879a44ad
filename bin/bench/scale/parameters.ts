/**
 * All that `bench scale` and docs/scale.md reckon with, in one place: change a figure here and run both again. What is said to
 * be counted is compared with the real handlers by test/bench/units.test.ts. Nothing was measured on AWS.
 */
import type { Desk, Units } from './shapes.ts';

/**
 * USD, without free tiers and without the discounts of large volumes. *list* is AWS's Price List API for ap-south-1 as public
 * repositories quote it, most of it read 17 and 18 September 2026; whoever has an account asks it with `aws pricing get-products`.
 */
export const prices = {
  httpApiRequest: 1.05e-6, // list, APS3-ApiGatewayHttpRequest
  lambdaRequest: 0.2e-6, // list, APS3-Request
  lambdaGbSecond: 0.0000133334, // list, APS3-Lambda-GB-Second-ARM
  writeUnit: 0.71e-6, // list, APS3-WriteRequestUnits; of the index as well
  readUnit: 0.1425e-6, // list, APS3-ReadRequestUnits
  tableGbMonth: 0.285, // list, APS3-TimedStorage-ByteHrs
  logGb: 0.67, // list, APS3-DataProcessing-Bytes
  logGbMonth: 0.03, // list, APS3-TimedStorage-ByteHrs of CloudWatch
  traceRecorded: 5e-6, // aws.amazon.com/de/xray/pricing
  internetGb: 0.1093, // list, APS3-DataTransfer-Out-Bytes
  otherRegionGb: 0.086, // "Asia Pacific (Mumbai) data transfer to Asia Pacific (Seoul)" of a published bill, undated
  s3Put: 5e-6, // Price List API for ap-southeast-1, APS1-Requests-Tier1
  s3Get: 0.4e-6, // the same, APS1-Requests-Tier2
  alarmMonth: 0.1, // of each metric it reads: Price List API for ap-southeast-1, APS1-CW:AlarmMonitorUsage
  compositeAlarmMonth: 0.5, // its parts are paid besides: c3x.dev, aws_cloudwatch_metric_alarm
  metricMonth: 0.3, // the first 10,000, by the hour in which one is emitted: signoz.com/guides/cloudwatch-pricing, February 2026
  dashboardMonth: 3, // factualminds.com, amazon-cloudwatch-pricing, June 2026
} as const;

/** What AWS allows unless it is asked for more, and what it never allows. Units are those of DynamoDB. */
export const limits = {
  gatewayRate: 10_000, // requests a second of an account in a Region: docs.aws.amazon.com/apigateway, limits
  gatewayBurst: 5_000, // the same
  concurrency: 1_000, // of an account in a Region: docs.aws.amazon.com/lambda, lambda-concurrency; a new one may have 10
  newEnvironmentsIn10s: 1_000, // of a function: docs.aws.amazon.com/lambda, scaling-behavior
  partitionReads: 3_000, // a second: docs.aws.amazon.com/amazondynamodb, warm-throughput-scenarios
  partitionWrites: 1_000, // the same
  newTableReads: 12_000, // a second, of a table that never had more: repost.aws, on-demand-table-throttling-dynamodb
  newTableWrites: 4_000, // the same
  growth: 2, // times the peak before, within 30 minutes: the same
  tableUnits: 40_000, // a second, reads and writes each, of a table: docs.aws.amazon.com/amazondynamodb, on-demand-capacity-mode
} as const;

/** Limits of ours, of lib/: a test compares. Requests a second of a route, and at once. */
export const routes = {
  primary: { rate: 100, burst: 200 },
  fallback: { rate: 200, burst: 400 },
  events: { rate: 300, burst: 600 },
  reports: { rate: 100, burst: 200 },
} as const;

/** Deployed with a stage, both Regions: a test compares. */
export const deployed = {
  /** Of alarms that reckon with several metrics each of them: DynamoDB's faults are eight, concurrency two in each Region. */
  alarmMetrics: 47,
  compositeAlarms: 2,
  dashboards: 3,
  metrics: 45,
  /** The canaries' two, in both Regions; that a snapshot was published, and how old it is. The others are of calls or of faults. */
  metricsWithoutCalls: 6,
  primaryMb: 1_024,
  eventsMb: 512,
} as const;

/** A second's worth of units may be used at once. */
export type Limits = Readonly<Record<keyof typeof limits, number>>;
export type Routes = Readonly<Record<keyof typeof routes, { readonly rate: number; readonly burst: number }>>;

/** Counted at a desk whose agents have been called all hour: their items are as large as they get. */
export const units = {
  'a call comes in': { reads: { CALL: 1 }, readsAnAgent: 0.5, writes: { AGENT: 2, CALL: 2 }, indexWrites: 1 },
  'the same, leases off': { reads: { CALL: 1 }, readsAnAgent: 0.5, writes: { AGENT: 2, CALL: 2 }, indexWrites: 1 },
  'the same, sticky': {
    reads: { CALL: 1, CALLER: 0.5 },
    readsAnAgent: 0.5,
    writes: { AGENT: 2, CALL: 2, CALLER: 1 },
    indexWrites: 1,
  },
  'the next attempt': { reads: { CALL: 1 }, readsAnAgent: 0.5, writes: { AGENT: 2, CALL: 2 }, indexWrites: 1 },
  'the next attempt, untold': { reads: { CALL: 1 }, readsAnAgent: 0.5, writes: { AGENT: 4, CALL: 2 }, indexWrites: 1 },
  'a repeat': { reads: { CALL: 1 }, readsAnAgent: 0.5, writes: {}, indexWrites: 0 },
  'the hunt cannot be read': { reads: {}, readsAnAgent: 0.5, writes: {}, indexWrites: 0 },
  'a canary': { reads: { CALL: 1 }, readsAnAgent: 0.5, writes: { CALL: 2 }, indexWrites: 0 },
  'an applet is refreshed': { reads: { CONFIG: 1, APPLET: 1, POOL: 1 }, readsAnAgent: 1, writes: {}, indexWrites: 0 },
  'event: rings': { reads: { AGENT: 1 }, writes: { AGENT: 2, CALL: 1 }, indexWrites: 1 },
  'event: answers': { reads: { AGENT: 1 }, writes: { AGENT: 2, CALL: 1 }, indexWrites: 1 },
  'event: is free': { reads: { AGENT: 1, CALL: 1 }, writes: { AGENT: 2, CALL: 1 }, indexWrites: 1 },
  'event: passthru': { reads: { AGENT: 1 }, writes: { CALL: 1 }, indexWrites: 0 },
  'event: status': { reads: { AGENT: 2, CALL: 1 }, writes: { CALL: 1 }, indexWrites: 0 },
  'the directory is looked at': { reads: { CONFIG: 1 }, writes: {}, indexWrites: 0 },
  'a snapshot is published': {
    reads: { CONFIG: 3, APPLET: 1, POOL: 1, HISTORY: 1 },
    readsAnAgent: 1,
    writes: {},
    indexWrites: 0,
  },
} as const satisfies Record<string, Units>;

/** Bytes of one call with two attempts, and of its requests: counted where nothing else is said. */
export const bytes = {
  callInTable: 3_100,
  callInIndex: 420,
  /** Its part of a pool and of an applet included, at 50 a pool. */
  agentInSnapshot: 119,
  primaryLine: 930,
  eventsLine: 560,
  /** Of each URL that a canary asked, and of a snapshot: counted once, by the functions' own log. */
  canaryLine: 360,
  publisherLine: 280,
  /** Of the gateway's access log, and three of Lambda itself: estimates, because nothing local writes them. */
  accessLine: 430,
  platformLines: 1_200,
  /** Of an answer with its headers: an estimate. */
  answer: 600,
} as const;

/** What a call is. Its events tell of each attempt that a phone rings and is free again, of one that it was answered. */
export const call = {
  attempts: 1.4,
  /** Requests that come twice, of a hundred attempts. */
  repeats: 0.02,
  /**
   * How many come, for what depends on it: a million in a month, day and night alike. That is the dear end for X-Ray, because
   * nearly each request is the first of its second; the same million in ten hours of 26 days costs little more than half.
   */
  perSecond: 1e6 / (30 * 24 * 3600),
  ringSeconds: 20,
  talkSeconds: 180,
  /** In the log; the table keeps a call for a month. */
  logMonths: 12,
} as const;

/**
 * What Lambda traces of each function, whose own rule nobody can change: the first request of a second and one of twenty beyond
 * it. docs.aws.amazon.com/lambda, services-xray.
 */
export const tracing = { firstOfASecond: 1, beyond: 0.05 } as const;

/** Who is called. */
export const desks = {
  /** People, each on one call at a time: more calls need more of them, and so more pools. */
  people: { agents: 50, leases: 'on', applets: 'as many as it takes' },
  /** Numbers that take any number of calls, as those of a telephone exchange, behind one applet. */
  lines: { agents: 20, leases: 'off', applets: 1 },
} as const satisfies Record<string, Desk>;
/** People are on the phone so much of their time. */
export const utilisation = 0.75;

/** How long things take, in milliseconds. */
export const times = {
  tableMedian: 4, // "single-digit ms": docs.aws.amazon.com/amazondynamodb, SuccessfulRequestLatency
  tableP99: 10, // the same
  gateway: 29, // caller to function and back, from outside: github.com/awslabs/llrt, README, warm
  primaryCpu: 5, // an estimate on the safe side: four calls of the SDK, which the bundles have no more, at 0.4 ms on a whole core, of which 1,024 MB has 0.58, and what is around them
  eventsCpu: 8, // the same with 512 MB
  coldStart: 375, // Node 22, three SDK clients, one file, with the first HTTPS request: speedrun.nobackspacecrew.com, 2025-07-21
  fallbackCold: 168, // p99 of an empty function of Node 24: github.com/maxday/lambda-perf
  fallbackCpu: 1, // an estimate
  throttledPause: 1_000, // the SDK waits up to this before it asks again: github.com/aws/aws-sdk-js-v3/issues/8037
} as const;
