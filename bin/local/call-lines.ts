/** The log for whoever watches `npm start`: each line is one call in short, as far as it has come. */
import type { LoggedEvent } from '../../functions/domain/call-log.ts';
import type { Fields } from '../../functions/domain/signals.ts';

type Ring = { readonly agent: string; readonly became?: string };

/** Calls that ring now are a few; older ones begin anew should they be told of again. */
const mostCalls = 1_000;

/** `timeOf` is what the clock shows. */
export const createCallLines = (timeOf: () => string): ((fields: Fields) => string) => {
  const calls = new Map<string, readonly Ring[]>();
  const remember = (callSid: string, rings: readonly Ring[]): readonly Ring[] => {
    calls.delete(callSid);
    calls.set(callSid, rings);
    const [oldest] = calls.keys();
    if (calls.size > mostCalls && oldest !== undefined) calls.delete(oldest);
    return rings;
  };

  return (fields) => {
    const { url, callSid = '-', ms } = fields as { url?: string; callSid?: string; ms?: number };
    if (url === undefined) return `${timeOf()}  ${levelOf(fields)}${JSON.stringify(fields)}\n`;
    const known = calls.get(callSid) ?? [];
    const rings = url === 'events' ? afterEvents(known, fields) : afterAnswer(known, fields);
    if (rings !== known) remember(callSid, rings);
    const place =
      url === 'events' ? 'events' : [fields.applet ?? 'unknown applet', fields.pool].filter(Boolean).join('/');
    const asked = url === 'fallback' ? 'fallback: ' : '';
    const story = [...rings.map(ringText), ending(fields)].filter((part) => part !== '').join(', ');
    return `${timeOf()}  ${callSid}  ${place}  ${asked}${story}  ${ms} ms\n`;
  };
};

const levelOf = ({ level }: Fields): string => (level === 'info' ? '' : `${level}: `);

/** A request that was answered before changes nothing. */
const afterAnswer = (rings: readonly Ring[], fields: Fields): readonly Ring[] => {
  const {
    decision,
    outcomes = [],
    agent,
    answer,
  } = fields as Readonly<{
    decision?: string;
    outcomes?: readonly string[];
    agent?: string;
    answer?: string;
  }>;
  if (decision === 'repeat') return rings;
  const told = became(rings, outcomes.at(-1));
  return answer === 'offer' ? [...told, { agent: agent ?? 'somebody' }] : told;
};

const afterEvents = (rings: readonly Ring[], { events = [] }: Fields): readonly Ring[] => {
  const after = [...rings];
  for (const { agent, kind, outcome, effect } of events as readonly LoggedEvent[]) {
    const became = outcome ?? words[kind];
    if (agent === undefined || became === undefined || effect !== 'changed') continue;
    const place = after.findLastIndex((ring) => ring.agent === agent);
    after.splice(place === -1 ? after.length : place, place === -1 ? 0 : 1, { agent, became });
  }
  return after;
};

const words: Partial<Record<LoggedEvent['kind'], string>> = { ringing: 'rings', talking: 'talks' };

const became = (rings: readonly Ring[], outcome: string | undefined): readonly Ring[] =>
  outcome === undefined
    ? rings
    : rings.map((ring, index) => (index === rings.length - 1 ? { ...ring, became: outcome } : ring));

const ringText = ({ agent, became }: Ring): string => (became === undefined ? agent : `${agent} ${became}`);

/** Who else is in the list, or why there is none. */
const ending = (fields: Fields): string => {
  const {
    status,
    why,
    answer,
    count = 0,
    reason,
    decision,
    degraded,
  } = fields as Readonly<{
    status?: number;
    why?: string;
    answer?: string;
    count?: number;
    reason?: string;
    decision?: string;
    degraded?: string;
  }>;
  const without = degraded === undefined ? '' : ` (without ${degraded})`;
  if (status !== 200) return `${status} ${why}`;
  if (answer === 'empty') return `nobody: ${reason}${without}`;
  if (answer !== 'offer') return '';
  const others = count > 1 ? `and ${count - 1} more` : 'nobody after that';
  return `${decision === 'repeat' ? 'asked again, ' : ''}${others}${without}`;
};
