/** The numbers of a request as numbers: whatever dress they came in. */
import type { Config } from './config.ts';
import { isWithheld, toE164 } from './phone.ts';
import type { Call } from './request.ts';

/** The number the caller sent in E.164: what routes and blocks go by. */
export const callerNumber = ({ caller }: Pick<Call, 'caller'>, { settings }: Config): string | undefined =>
  caller === undefined ? undefined : toE164(caller, settings.dialPlan);

/** Who calls, as the number that is his; two who withhold theirs are not the same caller. */
export const callerOf = (call: Pick<Call, 'caller'>, config: Config): string | undefined => {
  const number = callerNumber(call, config);
  return number === undefined || isWithheld(number, config.settings.dialPlan) ? undefined : number;
};

/** Whichever of `CallTo` and `To` is one of our ExoPhones. */
export const calledNumber = ({ called }: Call, { settings }: Config): string | undefined =>
  called
    .map((raw) => toE164(raw, settings.dialPlan))
    .find((number) => number !== undefined && settings.exophones.includes(number));

/** The number a report names, if it is a number at all. */
export const reportedNumber = ({ report }: Pick<Call, 'report'>, { settings }: Config): string | undefined =>
  report.number === undefined ? undefined : toE164(report.number, settings.dialPlan);
