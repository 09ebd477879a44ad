/** On which line of a YAML file each part of its content stands: only who has something to say about it wants to know. */
import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE } from 'js-yaml';

export type Place = {
  /** From 1; of its key, where it has one. */
  readonly line: number;
  /** Its text, when it is a scalar without quotes. */
  readonly written: string | undefined;
  /** By key, or by number from 0. */
  readonly inner: ReadonlyMap<string, Place>;
};

export type Places = {
  readonly root: Place;
  /** The second of two, and each further one. */
  readonly doubleKeys: readonly { readonly key: string; readonly line: number }[];
};

/** `events` in the order of the parser, which is that of the file. */
export const placesIn = (events: readonly Event[], text: string): Places => {
  const doubleKeys: { key: string; line: number }[] = [];
  const lineOf = lineCounter(text);
  const left = events.values();
  const untilPop = function* () {
    for (const event of left) {
      if (event.type === EVENT_ID.POP) return;
      yield event;
    }
  };
  const placeOf = (event: Event, line: number): Place => {
    const inner = new Map<string, Place>();
    const isPlain = event.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN;
    if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.DOCUMENT) {
      for (const item of untilPop()) inner.set(String(inner.size), placeOf(item, lineOf(item)));
    }
    if (event.type === EVENT_ID.MAPPING) {
      for (const name of untilPop()) {
        const at = lineOf(name);
        const key = name.type === EVENT_ID.SCALAR ? getScalarValue(text, name) : '';
        const [value] = left;
        if (inner.has(key)) doubleKeys.push({ key, line: at });
        if (value !== undefined) inner.set(key, placeOf(value, at));
      }
    }
    return { line, written: isPlain ? getScalarValue(text, event) : undefined, inner };
  };
  const [document] = left;
  const whole = document && placeOf(document, 1).inner.get('0');
  return { root: whole ?? { line: 1, written: undefined, inner: new Map() }, doubleKeys };
};

/** For events in the order of the file; what has no place of its own is on the line of what came before it. */
const lineCounter = (text: string): ((event: Event) => number) => {
  let [line, offset] = [1, 0];
  return (event) => {
    const start = startOf(event);
    for (let end = text.indexOf('\n', offset); end !== -1 && end < start; end = text.indexOf('\n', offset)) {
      line += 1;
      offset = end + 1;
    }
    return line;
  };
};

const startOf = (event: Event): number => {
  if (event.type === EVENT_ID.SCALAR) return event.valueStart;
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart;
  return event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE ? event.start : 0;
};
