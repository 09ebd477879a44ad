/** What it costs, by what is paid for, in USD: from the parameters alone. */
import { bytes, call, deployed, prices, times, tracing, units } from './parameters.ts';
import type { Units } from './shapes.ts';

export type Bill = Readonly<Record<string, number>>;
/** What is consumed of DynamoDB. */
export type Consumed = { readonly reads: number; readonly writes: number; readonly indexWrites: number };

type Kind = keyof typeof units;
type Counts = Readonly<Partial<Record<Kind, number>>>;

/** Requests of one call to the primary. */
export const asked = {
  'a call comes in': 1,
  'the next attempt': call.attempts - 1,
  'a repeat': call.attempts * call.repeats,
} as const satisfies Counts;

/** And to the events. */
export const told = {
  'event: rings': call.attempts,
  'event: answers': 1,
  'event: is free': call.attempts,
  'event: passthru': 1,
} as const satisfies Counts;

export const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((all, one) => all + one, 0);

/** Whatever it is read from and written to, where an applet reaches so many agents. */
export const consumedBy = (kind: Kind, agents: number): Consumed => {
  const { reads, readsAnAgent = 0, writes, indexWrites }: Units = units[kind];
  return { reads: sum(reads) + readsAnAgent * agents, writes: sum(writes), indexWrites };
};

/** Of one call. */
export const consumedByCall = (agents: number): Consumed => {
  const counts = Object.entries({ ...asked, ...told }) as [Kind, number][];
  const all = (what: keyof Consumed) =>
    counts.reduce((total, [kind, count]) => total + count * consumedBy(kind, agents)[what], 0);
  return { reads: all('reads'), writes: all('writes'), indexWrites: all('indexWrites') };
};

/** Warm: work of its own, and the waits for the table one after the other. */
export const runMs = {
  primary: times.primaryCpu + 3 * times.tableMedian,
  events: times.eventsCpu + 3 * times.tableMedian,
} as const;

/**
 * The share of a function's requests that is traced when so many come a second, at random times, Poisson's: then a second has any
 * request at all with a chance of 1 - e^-rate, and that one is always traced.
 */
export const tracedShare = (perSecond: number): number => {
  if (perSecond === 0) return 1;
  const first = tracing.firstOfASecond * (1 - Math.exp(-perSecond));
  return (first + tracing.beyond * (perSecond - first)) / perSecond;
};

/** Requests that are answered within so many seconds, with what they consume; kept is a call's. */
export const billOf = (
  requests: { readonly asked: number; readonly told: number },
  consumed: Consumed,
  seconds: number,
): Bill => {
  const all = requests.asked + requests.told;
  const gbSeconds =
    (requests.asked * runMs.primary * deployed.primaryMb + requests.told * runMs.events * deployed.eventsMb) / 1024e3;
  const lines = requests.asked * bytes.primaryLine + requests.told * bytes.eventsLine;
  const logGb = (lines + all * (bytes.accessLine + bytes.platformLines)) / 1e9;
  // The primary and the events are two functions.
  const tracesOf = (count: number) => count * tracedShare(count / seconds);
  const traces = { asked: tracesOf(requests.asked), told: tracesOf(requests.told) };
  const kept = ((requests.asked / sum(asked)) * (bytes.callInTable + bytes.callInIndex)) / 1e9;
  return {
    'API Gateway': all * prices.httpApiRequest,
    Lambda: all * prices.lambdaRequest + gbSeconds * prices.lambdaGbSecond,
    'DynamoDB: reads': consumed.reads * prices.readUnit,
    'DynamoDB: writes': consumed.writes * prices.writeUnit,
    'DynamoDB: index': consumed.indexWrites * prices.writeUnit,
    'DynamoDB: kept a month': kept * prices.tableGbMonth,
    'CloudWatch Logs': logGb * logGbKept,
    'X-Ray': sum(traces) * prices.traceRecorded,
    'data out': ((all * bytes.answer) / 1e9) * prices.internetGb,
  };
};

export const billOfCalls = (calls: number, agents: number): Bill => {
  const { reads, writes, indexWrites } = consumedByCall(agents);
  return billOf(
    { asked: calls * sum(asked), told: calls * sum(told) },
    { reads: calls * reads, writes: calls * writes, indexWrites: calls * indexWrites },
    calls / call.perSecond,
  );
};

/** A GB written to the logs and kept there. */
const logGbKept = prices.logGb + call.logMonths * prices.logGbMonth;

const minutesAMonth = 30 * 24 * 60;

/** What is paid in a month without a call: of so many agents in all, one pool of them in use. */
export const billOfMonth = (all: number, agents: number): Bill => {
  const runs = minutesAMonth / 5;
  // A canary in each Region asks both URLs.
  const canaries = 2 * minutesAMonth;
  const probes = 2 * canaries;
  const reads =
    runs * consumedBy('a snapshot is published', all).reads +
    (probes / 2) * consumedBy('a canary', agents).reads +
    2 * minutesAMonth * consumedBy('an applet is refreshed', agents).reads;
  const writes = (probes / 2) * consumedBy('a canary', agents).writes;
  // All run a minute or minutes apart, each alone in its second or nearly so.
  const traces = probes + canaries + runs;
  // A probe has a line at the URL's function and at its gateway, one of the canary's, and what Lambda writes of its run.
  const probeLines = bytes.primaryLine + bytes.accessLine + bytes.platformLines + bytes.canaryLine;
  const logBytes =
    probes * probeLines + canaries * bytes.platformLines + runs * (bytes.publisherLine + bytes.platformLines);
  const snapshotGb = (2 * runs * all * bytes.agentInSnapshot) / 1e9;
  return {
    'CloudWatch alarms':
      deployed.alarmMetrics * prices.alarmMonth + deployed.compositeAlarms * prices.compositeAlarmMonth,
    'CloudWatch metrics': deployed.metricsWithoutCalls * prices.metricMonth,
    'CloudWatch dashboards': deployed.dashboards * prices.dashboardMonth,
    'CloudWatch Logs: canaries, publisher': (logBytes / 1e9) * logGbKept,
    'X-Ray: canaries, publisher': traces * prices.traceRecorded,
    'DynamoDB: publisher, canaries, refreshes': reads * prices.readUnit + writes * prices.writeUnit,
    'API Gateway, Lambda: canaries': probes * (prices.httpApiRequest + 2 * prices.lambdaRequest),
    'snapshot to the other Region':
      snapshotGb * prices.otherRegionGb + runs * prices.s3Put + minutesAMonth * prices.s3Get,
  };
};
