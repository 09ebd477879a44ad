/** Where the two URLs run, and with that where their logs are and how soon the fallback follows the table. */

export type Place = {
  /** What to do when something is wrong with what runs behind a URL. */
  readonly lookAtPrimary: string;
  readonly lookAtFallback: string;
  readonly lookAtPublisher: string;
  /** The same revision: somebody edited items with another tool than `apply`. */
  readonly followsHand: string;
};

const local: Place = {
  lookAtPrimary: 'look at what it logs in the terminal of npm start',
  lookAtFallback: 'look at what it logs in the terminal of npm start',
  lookAtPublisher: 'look at what the publisher logs in the terminal of npm start',
  followsHand:
    'items edited by hand reach the local fallback within five minutes, for until then its publisher looks at REVISION only',
};

const deployed: Place = {
  lookAtPrimary: 'look at its log and its alarms',
  lookAtFallback: 'look at its log and its alarms in its Region',
  lookAtPublisher: 'look at the log and the alarms of the publisher',
  followsHand: 'items edited by hand reach the fallback within two minutes',
};

/** By the host of a URL: what runs on this machine is the local service. */
export const placeOf = (url: string): Place =>
  ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname) ? local : deployed;
