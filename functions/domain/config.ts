/**
 * The configuration as the handlers know it: agents, pools and applets by id, and the settings they share.
 * The same shape holds the whole configuration (the floor) and the part one applet can reach (the primary).
 */
import type { Pool } from './pool.ts';
import type { Rotation } from './rotation.ts';
import type { Hours } from './schedule.ts';

/** What a number is used for, in the words of `pools.yaml`; judged by libphonenumber when it is written. */
export const numberTypes = [
  'mobile',
  'fixed-line',
  'toll-free',
  'shared-cost',
  'premium-rate',
  'voip',
  'personal-number',
  'pager',
  'uan',
  'voicemail',
] as const;
export type NumberType = (typeof numberTypes)[number];

/**
 * How people of one country write numbers, as far as recognising a caller needs it.
 * Derived from libphonenumber's metadata when the configuration is written, so that no metadata is on the answer path.
 */
export type DialPlan = {
  /** `91` for India. */
  readonly callingCode: string;
  /** What a national number starts with at home: `0` in India, empty where there is none. */
  readonly trunkPrefix: string;
  /** What an international number starts with at home: `00` in India. */
  readonly internationalPrefix: string;
  /** How many digits a national number has without its trunk prefix: `[10]` in India. */
  readonly nationalLengths: readonly number[];
};

export type Settings = {
  /** ISO 3166-1 alpha-2; decides how national numbers are read. */
  readonly country: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly dialPlan: DialPlan;
  readonly numberPolicy: NumberPolicy;
  /** Our own virtual numbers, E.164. Never dialled: that would be a call loop. */
  readonly exophones: readonly string[];
  /** E.164; what the fallback answers when nothing else is known. */
  readonly lastResort: readonly string[];
  /** Numbers or prefixes of callers who get nobody. */
  readonly blockedCallers: readonly string[];
  /** How long agents are held, where it shall not be as long as usual. */
  readonly leases?:
    | { readonly maxTalkMinutes?: number | undefined; readonly wrapUpSeconds?: number | undefined }
    | undefined;
  /** What becomes of agents who miss calls, where it shall not be what is usual. */
  readonly misses?: MissSettings | undefined;
};

export type MissSettings = {
  /** So long they stand behind the others, by what they did. */
  readonly coolDownSeconds?: Readonly<Partial<Record<'busy' | 'no-answer' | 'failed', number | undefined>>> | undefined;
  /** So many in a row pause them. */
  readonly pauseAfter?: number | undefined;
  readonly pauseMinutes?: number | undefined;
};

export type NumberPolicy = {
  /** ISO 3166-1 alpha-2. */
  readonly countries: readonly string[];
  readonly types: readonly NumberType[];
  /** `+91`: derived from `countries`; the answer path compares these. */
  readonly allowedPrefixes: readonly string[];
  /** `+91900`: refused although the country and type are allowed. */
  readonly deniedPrefixes: readonly string[];
};

/** Nobody takes more calls at once; a switchboard behind one number may take several. */
export const mostCapacity = 10;

export type Agent = {
  readonly name: string;
  /** E.164, in the order in which they are tried. */
  readonly numbers: readonly string[];
  /** When he is on duty; always, if not given. Not asked of somebody who is on duty by rotation. */
  readonly hours?: string | undefined;
  /** Calls he may have at once; one, if not given. */
  readonly capacity?: number | undefined;
};

/** All conditions given must hold; a route without conditions always matches. */
export type Condition = {
  readonly digits?: string | undefined;
  /** One of our ExoPhones. */
  readonly called?: string | undefined;
  /** Numbers or prefixes, any of which will do: `+919900112233`, `+9144`. */
  readonly caller?: readonly string[] | undefined;
  readonly direction?: 'incoming' | 'outbound-dial' | undefined;
  /** The whole text, or fields of it where it is a JSON object. */
  readonly customField?: string | Readonly<Record<string, string>> | undefined;
  /** Within these hours. */
  readonly hours?: string | undefined;
};

export type Route = { readonly when: Condition; readonly pool: string };

export type Applet = {
  /** The first that matches wins; the last one has no condition. */
  readonly routes: readonly Route[];
  /** As "Fetch numbers after every call attempt" is set in Exotel: checked is `each`. */
  readonly fetch: 'each' | 'once';
};

export type Config = {
  readonly settings: Settings;
  readonly hours: Readonly<Record<string, Hours>>;
  readonly rotations: Readonly<Record<string, Rotation>>;
  readonly agents: Readonly<Record<string, Agent>>;
  readonly pools: Readonly<Record<string, Pool>>;
  readonly applets: Readonly<Record<string, Applet>>;
};

/** Which configuration decided: the hash is of what was read, because items can be edited by hand. */
export type ConfigIdentity = { readonly revision: number; readonly hash: string };

/** Ids of agents, pools and applets: they are parts of table keys, of URLs and of metric dimensions. */
export const idPattern = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** Whose number this is, as the configuration stands. */
export const agentOf = (number: string | undefined, { agents }: Pick<Config, 'agents'>): string | undefined =>
  number === undefined ? undefined : Object.entries(agents).find(([, { numbers }]) => numbers.includes(number))?.[0];
