/** What is to hold of every call, whatever fails: each breach in words. */
import { e164 } from '../../bin/emulator/phone-number.ts';
import { isE164 } from '../../functions/domain/phone.ts';
import type { Exchange, Held } from './desk.ts';
import type { Answered } from './functions.ts';
import { blockedCaller } from './people.ts';

/**
 * Heads of new answers that the call had already dialled although somebody was left, by what whoever answered could know of
 * that. `known`: reported to
 * an attempt that was written. `opening`: reported by the request that opened the visit, which is taken for an earlier
 * applet's, so it goes last. `untold`: reported to the other URL, or to an answer without memory. `stateless`: the head of
 * an answer without memory, which knows of the last number alone.
 */
export const againKinds = ['known', 'opening', 'untold', 'stateless'] as const;
export type AgainKind = (typeof againKinds)[number];

export type Judged = {
  /** Blocked callers are owed nobody. */
  readonly isOwed: boolean;
  /** The first thing he was answered, by whichever URL, was a list. */
  readonly isListed: boolean;
  readonly again: Readonly<Record<AgainKind, number>>;
  readonly breaches: readonly string[];
};

export const judge = ({ call, people, exchanges, result }: Held): Judged => {
  const isOwed = e164(call.from) !== blockedCaller;
  const eligible = call.digits === '2' ? people.support : people.sales;
  const breaches: string[] = [];
  const again = { known: 0, opening: 0, untold: 0, stateless: 0 };
  const memory = { opening: undefined as string | undefined, isOpen: false, told: new Set<string>() };
  const dialled = result.attempts.map(({ number }) => number);

  let requests = 0;
  for (const exchange of exchanges) {
    const rung = dialled.slice(0, call.once ? 0 : requests);
    // Of people and not of numbers: whoever is paused because he missed this very call is not rung on his other phone.
    const isSomebodyLeft = isAnyAgentLeft(without(eligible, rung), people.sales);
    breaches.push(...breachesOf(exchange, { isOwed, eligible, isSomebodyLeft }));
    const [head] = numbersIn(exchange);
    const kind = isStateful(exchange) ? kindOf(head, memory) : 'stateless';
    const isAnyLeft = eligible.some((number) => !rung.includes(number));
    if (exchange.status === 200 && head !== undefined && rung.includes(head) && isAnyLeft) again[kind] += 1;
    remember(exchange, memory);
    if (exchange.url === 'fallback' || exchange.status === 200) requests += 1;
  }

  const isListed = numbersIn(firstAnswer(exchanges)).length > 0;
  if (isOwed && !isListed) breaches.push('no list although people are eligible');
  if (new Set(dialled.map(e164)).size < dialled.length) breaches.push(`dialled twice: ${dialled}`);
  const never = without(eligible, dialled);
  if (isOwed && result.exit === 'nobody-answered' && isAnyAgentLeft(never, people.sales))
    breaches.push(`nobody answered, and never rung: ${never}`);
  if (again.known > 0) breaches.push(`${again.known} heads known to have rung`);
  const story = exchanges.map(tell).join(' | ');
  return { isOwed, isListed, again, breaches: breaches.map((one) => `${call.callSid}: ${one}: ${story}`) };
};

const without = (numbers: readonly string[], gone: readonly string[]): string[] =>
  numbers.filter((number) => !gone.includes(number));

const numbersIn = (exchange: Exchange | undefined): string[] =>
  exchange?.status !== 200 || exchange.body === '' ? [] : exchange.body.split(',');

const firstAnswer = (exchanges: readonly Exchange[]): Exchange | undefined =>
  exchanges.find(({ url, status }) => url === 'fallback' || status === 200);

type Due = { readonly isOwed: boolean; readonly eligible: readonly string[]; readonly isSomebodyLeft: boolean };

const breachesOf = (exchange: Exchange, { isOwed, eligible, isSomebodyLeft }: Due): string[] => {
  const { url, status, body, reason, again } = exchange;
  if (status !== 200) return url === 'fallback' ? [`the fallback answers ${status}`] : [];
  const numbers = numbersIn(exchange);
  const breaches: string[] = [];
  if (!numbers.every(isE164) || new Set(numbers).size < numbers.length) breaches.push(`no list: ${body}`);
  const foreign = numbers.filter((number) => !eligible.includes(number));
  if (foreign.length > 0) breaches.push(`not of the department he chose: ${foreign}`);
  if (!isOwed && reason !== 'blocked') breaches.push(`a blocked caller gets ${body}`);
  const isOver = reason === 'exhausted' && !isSomebodyLeft;
  if (isOwed && numbers.length === 0 && !isOver) breaches.push(`empty, reason ${reason}`);
  const isKept = isWritten(exchange);
  if (isKept && again?.decision === 'attempt') breaches.push('the same request was taken for a new attempt');
  if (isKept && again?.decision === 'repeat' && again.body !== body) breaches.push(`repeated as ${again.body}`);
  return breaches;
};

/** Each request of the provider's is a new one: what is a `repeat` to the primary had been written, and its answer was lost. */
const isStateful = ({ decision }: Pick<Answered, 'decision'>): boolean =>
  decision === 'attempt' || decision === 'repeat';

/** Nobody knows whether an attempt that has a cause was. */
const isWritten = (answered: Pick<Answered, 'decision' | 'cause'>): boolean =>
  isStateful(answered) && answered.cause === undefined;

type Memory = { opening: string | undefined; isOpen: boolean; readonly told: Set<string> };

const remember = (exchange: Exchange, memory: Memory): void => {
  const number = e164(exchange.query.DialWhomNumber ?? '');
  if (!isWritten(exchange) && !(exchange.again !== undefined && isWritten(exchange.again))) return;
  if (memory.isOpen) {
    if (number !== undefined) memory.told.add(number);
  } else Object.assign(memory, { isOpen: true, opening: number });
};

const kindOf = (head: string | undefined, { told, opening }: Memory): AgainKind => {
  if (head !== undefined && told.has(head)) return 'known';
  return head !== undefined && head === opening ? 'opening' : 'untold';
};

/** The first two numbers of sales are one person's. */
const isAnyAgentLeft = (never: readonly string[], [first = '', second = '']: readonly string[]): boolean =>
  never.some((number) => (number !== first && number !== second) || (never.includes(first) && never.includes(second)));

const tell = ({ url, status, body, decision, cause, reason }: Exchange): string =>
  [url, status, decision, cause && `(${cause})`, reason, body.replaceAll('+9190000', '')].filter(Boolean).join(' ');
