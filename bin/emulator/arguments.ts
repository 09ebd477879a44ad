/** What may be written behind the options of `dial-whom call`; anything else is told what to write instead. */
import { InvalidArgumentError } from 'commander';
import { type EventFault, eventFaults, type FaultRates } from './event-faults.ts';
import { e164 } from './phone-number.ts';
import { type PhoneOutcome, phoneOutcomes } from './phones.ts';

export const appletName = (text: string): string => {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(text)) return text;
  throw new InvalidArgumentError('An applet is one segment of a URL: write letters, digits, - and _, such as main.');
};

/** The service takes anything else for none. */
export const legName = (text: string): string => {
  if (/^[A-Za-z0-9_-]{1,32}$/.test(text)) return text;
  throw new InvalidArgumentError(
    'It tells two applets of one flow apart: write letters, digits, - and _, at most 32, such as second.',
  );
};

export const phone = (
  text: string,
  earlier: ReadonlyMap<string, PhoneOutcome> | undefined,
): Map<string, PhoneOutcome> => {
  const example = 'write NUMBER=OUTCOME, such as +919900112233=busy';
  const [, number, outcome] = /^([^=]*)=(.*)$/.exec(text) ?? [];
  if (number === undefined) throw new InvalidArgumentError(`The outcome is missing: ${example}.`);
  const key = e164(number);
  if (key === undefined) throw new InvalidArgumentError(`'${number}' is no phone number: ${example}.`);
  const known = phoneOutcomes.find((one) => one === outcome);
  if (known === undefined) {
    const canceled = outcome === 'canceled' ? 'the caller cancels, with --hangup-after N; ' : '';
    const instead = `${canceled}write one of ${phoneOutcomes.join(', ')}`;
    throw new InvalidArgumentError(`'${outcome}' is no outcome of a phone: ${instead}.`);
  }
  if (earlier?.has(key)) throw new InvalidArgumentError(`${number} is given twice: write each number once.`);
  return new Map([...(earlier ?? []), [key, known]]);
};

export const attemptNumber = (text: string): number => {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write the number of an attempt, counted from 1.');
};

export const appletUrl = (text: string): string => webUrl(text, 'https://example.com/primary/main?key=…');

export const eventsUrl = (text: string): string => webUrl(text, 'https://example.com/events?key=…');

const webUrl = (text: string, sample: string): string => {
  const example = `write a complete URL, such as ${sample}`;
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new InvalidArgumentError(`This is no web address: ${example}.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new InvalidArgumentError(`User and password have no place in it, the key goes into the query: ${example}.`);
  }
  return text;
};

export const seconds = (text: string): number => {
  if (/^\d{1,4}(\.\d{1,3})?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write seconds, such as 20 or 0.5.');
};

/** `lost=0.1,late`: a fault without a number always happens. */
export const faultRates = (text: string): FaultRates => {
  const rates: Partial<Record<EventFault, number>> = {};
  for (const entry of text.split(',').map((part) => part.trim())) {
    const [, name = '', rate] = /^([^=]*)(?:=(.*))?$/.exec(entry) ?? [];
    const fault = eventFaults.find((one) => one === name);
    if (fault === undefined) {
      throw new InvalidArgumentError(
        `'${name}' is no fault of events: write one or more of ${eventFaults.join(', ')}, such as lost=0.1,late=0.2.`,
      );
    }
    if (rates[fault] !== undefined) {
      throw new InvalidArgumentError(`${fault} is given twice: write each fault once.`);
    }
    rates[fault] = probability(fault, rate);
  }
  return rates;
};

const probability = (fault: EventFault, text: string | undefined): number => {
  if (text === undefined) return 1;
  const rate = Number(text);
  if (/^\d*\.?\d+$/.test(text) && rate <= 1) return rate;
  throw new InvalidArgumentError(
    `'${text}' is no probability: write a number from 0 to 1, such as ${fault}=0.1, or ${fault} for always.`,
  );
};

export const seedText = (text: string): string => {
  if (text !== '') return text;
  throw new InvalidArgumentError(
    'The seed is empty: write any text, such as 1, or leave the option out for the CallSid.',
  );
};
