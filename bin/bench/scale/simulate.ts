/**
 * So many calls a second for a while, through the limits of gateway, Lambda and table. Each request is on its own: a caller
 * who is not served does not come back, and the provider asks the fallback once.
 */
import { asked, type Consumed, consumedBy, consumedByCall, runMs, sum, told } from './bill.ts';
import { aUsedBucket } from './bucket.ts';
import { chanceFrom } from './chance.ts';
import { somePeople } from './desk.ts';
import { type Door, through } from './door.ts';
import { anAccount, type Environments, someEnvironments } from './environments.ts';
import { takeEvent } from './events.ts';
import { type Limits, type Routes, times } from './parameters.ts';
import { answer, freshMs, type Kind, type Primary } from './primary.ts';
import { type Report, reportOf } from './report.ts';
import type { Desk } from './shapes.ts';
import { aTable } from './table.ts';
import { aTally, unevenMs } from './tally.ts';
import { aTimeline, type Process } from './timeline.ts';

export type Setting = {
  readonly desk: Desk;
  readonly callsPerSecond: number;
  readonly limits: Limits;
  readonly routes: Routes;
  readonly seed: string;
};

/** Long enough to see a limit, and no more calls than are done in a second or two. */
const spanMs = (callsPerSecond: number) => Math.min(60_000, Math.max(2_500, 6e6 / callsPerSecond));

/** Each second, by calls and by the refreshes they bring about: of whoever reads applets so often, this share is too old. */
const consumedBefore = ({ agents }: Desk, callsPerSecond: number, betweenVisitsMs: number): Consumed => {
  const { reads, writes, indexWrites } = consumedByCall(agents);
  const old = (betweenVisitsMs / freshMs) * (1 - Math.exp(-freshMs / betweenVisitsMs));
  const refreshed = sum(asked) * old * consumedBy('an applet is refreshed', agents).reads;
  return {
    reads: callsPerSecond * (reads + refreshed),
    writes: callsPerSecond * writes,
    indexWrites: callsPerSecond * indexWrites,
  };
};

export const simulate = ({ desk, callsPerSecond, limits, routes, seed }: Setting): Report => {
  const random = chanceFrom(seed);
  const timeline = aTimeline();
  const { now } = timeline;
  const people = somePeople(desk, callsPerSecond, random);
  const busy = {
    primary: (callsPerSecond * sum(asked) * runMs.primary) / 1000,
    events: (callsPerSecond * sum(told) * runMs.events) / 1000,
  };
  const betweenVisitsMs = (people.pools * Math.max(1, busy.primary)) / ((callsPerSecond * sum(asked)) / 1000);
  // There have been as many calls before.
  const before = consumedBefore(desk, callsPerSecond, betweenVisitsMs);
  const table = aTable(limits, before, random, timeline);
  const accounts = { primary: anAccount(limits), fallback: anAccount(limits) };
  const gateways = {
    primary: aUsedBucket(limits.gatewayRate, limits.gatewayBurst),
    fallback: aUsedBucket(limits.gatewayRate, limits.gatewayBurst),
  };
  const functions = (region: keyof typeof accounts, warm: number, coldStartMs: number) =>
    someEnvironments(accounts[region], { warm, coldStartMs, now });
  const door = (name: keyof Routes, region: keyof typeof accounts, behind: Environments): Door => ({
    route: aUsedBucket(routes[name].rate, routes[name].burst),
    account: gateways[region],
    functions: behind,
  });
  const taking = functions('primary', busy.events, times.coldStart);
  const doors = {
    primary: door('primary', 'primary', functions('primary', busy.primary, times.coldStart)),
    events: door('events', 'primary', taking),
    reports: door('reports', 'primary', taking),
    fallback: door('fallback', 'fallback', functions('fallback', 0, times.fallbackCold)),
  };
  const world: Primary = {
    table,
    people,
    desk,
    timeline,
    // It was read within half a minute of when somebody called there last.
    sinceReadMs: () => random() * freshMs - Math.log(random()) * betweenVisitsMs,
  };
  const tally = aTally();

  function* request(kind: Kind, call: string): Process {
    const startedMs = now();
    const pool = people.anyPool();
    const served = yield* through(doors.primary, timeline, (own) => answer(kind, pool, call, own, world));
    tally.count(served, startedMs);
    if (served !== '503' && served !== 'shed') return tally.end('primary', startedMs, now());
    const instead = yield* through(doors.fallback, timeline, function* () {
      yield times.fallbackCpu;
    });
    tally.end(instead === 'shed' ? 'nobody' : 'fallback', startedMs, now());
  }

  function* event(kind: keyof typeof told, call: string): Process {
    const startedMs = now();
    const door = kind === 'event: passthru' ? doors.reports : doors.events;
    const taken = yield* through(door, timeline, () => takeEvent(kind, people.anyPool(), call, world));
    tally.event(taken === true, startedMs);
  }

  const endMs = unevenMs + spanMs(callsPerSecond);
  /** One after the other, at random times: Poisson's. */
  function* arrivals<K extends string>(counts: Readonly<Record<K, number>>, come: (kind: K, call: string) => Process) {
    const all = sum(counts);
    const kinds = Object.entries(counts) as [K, number][];
    for (let count = 0; ; count += 1) {
      yield (-Math.log(random()) * 1000) / (callsPerSecond * all);
      if (now() >= endMs) return;
      let rest = random() * all;
      for (const [kind, share] of kinds) {
        rest -= share;
        if (rest >= 0) continue;
        timeline.start(come(kind, `${seed}-${kind}-${count}`));
        break;
      }
    }
  }

  /** From here on what is taken is what the limits give, without what they had in store. */
  function* even(): Process {
    yield unevenMs;
    const all = Object.values(doors).flatMap(({ route, account, functions }) => [route, account, functions.scaling]);
    for (const bucket of [...all, ...table.buckets.values()]) [bucket.taken, bucket.refused] = [0, 0];
    for (const account of Object.values(accounts)) account.refused = 0;
  }

  timeline.start(even());
  timeline.start(arrivals(asked, request));
  timeline.start(arrivals(told, event));
  timeline.run();
  const { pools: applets, agents } = people;
  return reportOf({
    callsPerSecond,
    applets,
    agents,
    seconds: spanMs(callsPerSecond) / 1000,
    tally,
    table,
    doors,
    accounts,
  });
};
