/** Asks both URLs once a minute, as a caller's provider would, and says whether a caller would have been served. */
import { budget } from '../domain/budget.ts';
import { canaryPrefix } from '../domain/canary.ts';
import type { ParameterSource } from '../domain/ports.ts';
import { type Asked, describeWrong, faultOf, type UrlName, wrongUrlIn } from '../domain/probe.ts';
import type { Log, MetricName } from '../domain/signals.ts';
import { type AskDeps, ask } from './ask.ts';
import { howToPut, urlsIn, withParameter } from './urls.ts';

export type CanaryDeps = AskDeps & {
  readonly urls: ParameterSource;
  /** The canary's own, which asks both URLs, each wherever it is. */
  readonly region: string;
  readonly log: Log;
};

const metrics = { primary: 'PrimaryProbeFailed', fallback: 'FallbackProbeFailed' } as const satisfies Record<
  UrlName,
  MetricName
>;

/** Never rejects for what it finds: that is in its metrics, and why in the log. */
export const createHandler =
  ({ urls, region, log, ...deps }: CanaryDeps) =>
  async (): Promise<void> => {
    const found = urlsIn(await urls.read(AbortSignal.timeout(budget.parameterMs)));
    if (found.kind === 'none') {
      const how = howToPut(urls.name, region);
      log(
        { level: 'error', message: 'the URLs to probe cannot be had', parameter: urls.name, why: found.why, how },
        { PrimaryProbeFailed: 1, FallbackProbeFailed: 1 },
      );
      return;
    }
    // No other run has it, here or in the other Region.
    const callSid = `${canaryPrefix}${region}-${deps.clock()}`;
    const probe = async (url: UrlName): Promise<void> => {
      const asked = await ask(withParameter(found[url], 'CallSid', callSid), deps);
      const fault = faultOf(asked) ?? misplacedIn(url, asked);
      log(
        {
          level: fault === undefined ? 'info' : 'error',
          message: fault === undefined ? 'probe answered' : 'probe failed',
          url,
          callSid,
          why: fault,
          ...loggedOf(asked),
        },
        { [metrics[url]]: fault === undefined ? 0 : 1 },
      );
    };
    await Promise.all([probe('primary'), probe('fallback')]);
  };

/** Callers would be answered, and not by whom the URL's place is for. */
const misplacedIn = (url: UrlName, asked: Asked): string | undefined => {
  const wrong = wrongUrlIn(url, asked);
  return wrong && describeWrong(wrong);
};

/** Without the body: a wrong URL may lead to somebody who answers with what he was sent, key included. */
const loggedOf = (asked: Asked) => {
  if (asked.kind === 'unanswered') return { ms: asked.ms };
  const { ms, status, reason, source, revision, ageSeconds, degraded } = asked;
  return { ms, status, reason, source, revision, ageSeconds, degraded };
};
