/** Sends the events of one call beside it, or step by step where time does not really pass, in their order but for the faults asked for. */
import type { Call, ConversationEvent, SentEvent } from './call.ts';
import { eventsUrl, withQuery } from './configured-url.ts';
import { type FaultRates, fateOf } from './event-faults.ts';
import type { ProviderEvent } from './events.ts';
import { type FetchDeps, httpGet } from './http-get.ts';

export type EventSender = {
  /**
   * Never rejects, and where phones really ring settles at once: no flow waits for its events or fails because of them.
   * Where time only is reported to pass, a second of ringing is over before any URL could answer: it settles when everything
   * sent so far is answered, as it would be long before the next step.
   */
  readonly send: (event: ProviderEvent) => Promise<void>;
  /**
   * To be called after the call's last pass: sends what still waits for a later event, and tells everything that was
   * sent once all of it is answered, in the order sent. Never rejects on account of the URLs.
   */
  readonly settled: () => Promise<SentEvent[]>;
};

export type EventSettings = {
  /** Above `/agent` and `/passthru`, with the key if there is one. */
  readonly url: string;
  readonly rates?: FaultRates | undefined;
  /** Decides which events meet which fault; the CallSid if none is given. */
  readonly seed?: string | undefined;
};

export type SenderDeps = FetchDeps & {
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Told of everything as it happens. */
  readonly onEvent?: ((event: ConversationEvent) => void) | undefined;
};

/** The provider tries again after 15 s. */
const lateMs = 15_000;

/** For all passes of one call. */
export const createEventSender = (
  call: Pick<Call, 'callSid' | 'ringSeconds' | 'talkSeconds'>,
  { url, rates = {}, seed = call.callSid }: EventSettings,
  deps: SenderDeps,
): EventSender => {
  const isPlayedInRealTime = (call.ringSeconds ?? 0) > 0 || (call.talkSeconds ?? 0) > 0;
  const sent: SentEvent[] = [];
  const atEnd: (() => void)[] = [];
  const underWay: Promise<void>[] = [];
  let count = 0;
  let overtaken: (() => void) | undefined;
  let queue = Promise.resolve();

  const enqueue = (event: ProviderEvent) => {
    queue = queue.then(async () => {
      const { name, type, number, atMs } = event;
      const { status, ms, failure } = await httpGet(withQuery(eventsUrl(url, name), event.query), deps);
      const one = { name, type, number, status, ms };
      sent.push(one);
      deps.onEvent?.({ kind: 'told', atMs, sent: one, failure });
    });
  };

  const tellLost = ({ name, type, number, atMs }: ProviderEvent) =>
    deps.onEvent?.({
      kind: 'told',
      atMs,
      sent: { name, type, number, status: null, ms: 0 },
      failure: 'lost on its way, as asked for',
    });

  // Where nobody rings or talks in real time, the call is over long before 15 s have passed.
  const postpone = (deliver: () => void) => {
    if (isPlayedInRealTime) underWay.push(deps.sleep(lateMs).then(deliver));
    else atEnd.push(deliver);
  };

  return {
    send: async (event) => {
      const fate = fateOf(seed, count, rates);
      count += 1;
      const deliver = () => {
        enqueue(event);
        if (fate.doubled) enqueue(event);
      };
      const before = overtaken;
      overtaken = undefined;
      if (fate.lost) tellLost(event);
      if (fate.late && !fate.lost) postpone(deliver);
      else if (fate.reordered && !fate.lost && before === undefined) overtaken = deliver;
      else if (!fate.lost) deliver();
      before?.();
      if (!isPlayedInRealTime) await queue;
    },
    settled: async () => {
      overtaken?.();
      overtaken = undefined;
      await Promise.all(underWay);
      for (const deliver of atEnd.splice(0)) deliver();
      await queue;
      return [...sent];
    },
  };
};
