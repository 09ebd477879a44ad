/** A conversation for people: one line for everything that happened. */
import { numbersToDial } from './answer.ts';
import type { AskedUrl, Call, ConversationEvent, Exit } from './call.ts';

/** Who calls whom and which URLs are asked; their queries are left out, for they hold the key. */
export const heading = (call: Pick<Call, 'callSid' | 'applet' | 'from' | 'to' | 'primary' | 'fallback'>): string =>
  [
    `call ${call.callSid}: ${call.from} calls ${call.to}, applet ${call.applet}`,
    `  primary   ${withoutQuery(call.primary)}`,
    `  fallback  ${call.fallback === undefined ? 'none' : withoutQuery(call.fallback)}`,
  ].join('\n');

/** One line, beginning with the minutes and seconds since the call started. */
export const timelineEntry = (event: ConversationEvent): string => `${clockTime(event.atMs)}  ${whatHappened(event)}`;

const whatHappened = (event: ConversationEvent): string => {
  switch (event.kind) {
    case 'asked':
      return `${event.asked.url.padEnd(9)} ${answerOf(event.asked, event.failure)}`;
    case 'dialling':
      return `dialling  ${event.number}`;
    case 'attempted': {
      const { number, outcome, durationSeconds } = event.report;
      return `outcome   ${number} ${outcome}${durationSeconds > 0 ? ` after ${durationSeconds} s` : ''}`;
    }
    case 'left':
      return `exit      ${event.exit}: ${meanings[event.exit]}`;
    case 'told': {
      const { name, type, number, status, ms } = event.sent;
      const answer = status === null ? noAnswer(ms, event.failure) : `${status} in ${ms} ms`;
      return ['event    ', name, name === type ? '' : type, number, answer].filter(Boolean).join(' ');
    }
    default:
      return event satisfies never;
  }
};

/** The applet's exits as its settings call them. */
const meanings: Record<Exit, string> = {
  'conversation-ended': 'after the call conversation ends',
  'nobody-answered': 'if nobody answers',
  'did-not-dial': "we didn't dial anyone",
  'caller-hung-up': 'the caller gave up while a phone rang',
};

const answerOf = ({ status, ms, body }: AskedUrl, failure: string | undefined): string => {
  if (status === null) return noAnswer(ms, failure);
  return `${status} in ${ms} ms: ${status === 200 ? offerIn(body) : printable(body)}`;
};

const noAnswer = (ms: number, failure: string | undefined): string => `no answer in ${ms} ms: ${failure}`;

const offerIn = (body: string): string => {
  if (body === '') return 'nobody (empty answer)';
  const numbers = numbersToDial(body);
  return numbers.length === 0 ? `nobody, for this is no list of numbers: ${printable(body)}` : numbers.join(', ');
};

/** At most 80 characters, quoted, so that no answer can play tricks on the terminal. */
const printable = (body: string): string => {
  const shown = body.length > 80 ? `${body.slice(0, 80)}…` : body;
  return JSON.stringify(shown).replace(/[\u007f-\u009f]/g, '?');
};

const clockTime = (elapsedMs: number): string => {
  const seconds = Math.floor(elapsedMs / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(3)}:${String(seconds % 60).padStart(2, '0')}`;
};

const withoutQuery = (url: string): string => url.replace(/[?#].*$/, '');
