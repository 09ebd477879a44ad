/** The one use case: what the provider tells of phones becomes what we know of agents, of callers and of the call. */
import type { LoggedEvent } from '../domain/call-log.ts';
import { callerOf } from '../domain/call-numbers.ts';
import type { CallPhones } from '../domain/call-phones.ts';
import type { Config } from '../domain/config.ts';
import type { EventReading, EventReport } from '../domain/leg-event.ts';
import { toE164 } from '../domain/phone.ts';
import type { CallerStore, CallLog, Clock, Directory, LiveStore } from '../domain/ports.ts';
import { isClockApart, longestDelayMs } from '../domain/provider-clock.ts';
import type { Outcome } from '../domain/request.ts';
import { isAnySticky, toldNote } from '../domain/sticky.ts';
import { type NamedLeg, namedLegs } from './named-legs.ts';
import { tellOwner } from './tell-owner.ts';

export type EventStores = {
  readonly directory: Directory;
  readonly lives: LiveStore;
  readonly calls: CallLog;
  readonly callers: CallerStore;
  readonly clock: Clock;
};

/** What came of a request. */
export type EventsResult =
  | { readonly kind: 'unusable'; readonly why: 'no CallSid' | 'nothing told' | 'no number' | 'no configuration' }
  | {
      readonly kind: 'taken';
      readonly callSid: string;
      readonly events: readonly LoggedEvent[];
      readonly isClockApart: boolean;
      /** Of rings, told for the first time. */
      readonly outcomes: readonly Outcome[];
      /** Which attempt led to the conversation that is among them, where that is known. */
      readonly attempt?: number | undefined;
    };

/** Never rejects on account of the table. Nothing is written for numbers that are no agent's. */
export const takeEvents = async (
  reading: EventReading,
  stores: EventStores,
  signal: AbortSignal,
): Promise<EventsResult> => {
  if (reading.kind === 'unusable') return reading;
  const config = await stores.directory.config(signal);
  if (config === undefined) return { kind: 'unusable', why: 'no configuration' };

  const report = { ...reading, caller: callerOf(reading, config) };
  // Most events need nothing of it.
  const phones = once(() => stores.calls.phones(report.callSid, signal));
  const legs = await namedLegs(report, phones, stores.clock());
  if (legs.length === 0) return { kind: 'unusable', why: 'no number' };
  const taken: TakenLeg[] = [];
  // One after the other: two of one agent must not race each other.
  for (const leg of legs) taken.push(await takeLeg(leg, report, config, { phones, ...stores }, signal));

  const events = taken.map(({ event }) => event);
  const outcomes = taken.flatMap(({ news }) => news ?? []);
  const { callSid, sentMs } = report;
  const [known] = await Promise.all([
    outcomes.includes('completed') ? phones() : undefined,
    events.some(({ agent }) => agent !== undefined) ? remember(report, events, config, stores, signal) : undefined,
  ]);
  return {
    kind: 'taken',
    callSid,
    events,
    isClockApart: isClockApart(sentMs, stores.clock(), longestDelayMs),
    outcomes,
    attempt: known?.attempt,
  };
};

type TakenLeg = { readonly event: LoggedEvent; readonly news?: Outcome | undefined };

const takeLeg = async (
  { number: sent, kind, outcome }: NamedLeg,
  { callSid, sentMs, caller }: EventReport,
  config: Config,
  sources: Pick<EventStores, 'lives' | 'clock'> & { readonly phones: () => Promise<CallPhones> },
  signal: AbortSignal,
): Promise<TakenLeg> => {
  const number = toE164(sent, config.settings.dialPlan);
  const heard = { atMs: sources.clock(), sentMs, kind, outcome };
  if (number === undefined) return { event: { ...heard, effect: 'stranger' } };
  const owner = await tellOwner({ callSid, number, kind, outcome, sentMs, caller }, config, sources, signal);
  if (owner === undefined) return { event: { ...heard, effect: 'stranger' } };
  const { agent, effect } = owner;
  return {
    event: { ...heard, agent, number, effect: effect.kind === 'unavailable' ? 'lost' : effect.kind },
    news: effect.kind === 'changed' ? effect.outcome : undefined,
  };
};

/** With the call, and with its caller where a pool is sticky. */
const remember = async (
  { callSid, outcome, caller, legs }: EventReport,
  events: readonly LoggedEvent[],
  config: Config,
  { calls, callers, clock }: EventStores,
  signal: AbortSignal,
): Promise<void> => {
  const talking = events.find(({ outcome: own, kind }) => own === 'completed' || kind === 'talking');
  const isOver = legs.some(({ kind }) => kind === 'left');
  // What was told before is no news: the caller may have spoken with somebody else since.
  const isNews = talking !== undefined && talking.effect !== 'stale';
  const hasFailed = talking === undefined && isOver && outcome !== undefined && outcome !== 'completed';
  const own = talking !== undefined ? ('completed' as const) : isOver ? outcome : undefined;
  const atMs = clock();
  const kept = events.filter(({ agent }) => agent !== undefined);
  const told = { atMs, caller, outcome: own, agent: talking?.agent, events: kept };
  await Promise.all([
    calls.append(callSid, told, signal),
    isAnySticky(config) && caller !== undefined && (isNews || hasFailed)
      ? noteSpoke(caller, callSid, talking?.agent, atMs, callers, signal)
      : undefined,
  ]);
};

const noteSpoke = async (
  caller: string,
  callSid: string,
  agent: string | undefined,
  atMs: number,
  callers: CallerStore,
  signal: AbortSignal,
): Promise<void> => {
  const known = await callers.spokeWith(caller, signal);
  const isKnown = known?.callSid === callSid && known.isTold;
  if (isKnown && (agent === undefined || known.agent === agent)) return;
  await callers.note(caller, toldNote(agent, callSid, atMs, known), signal);
};

const once = <T>(read: () => Promise<T>): (() => Promise<T>) => {
  let reading: Promise<T> | undefined;
  return () => {
    reading ??= read();
    return reading;
  };
};
