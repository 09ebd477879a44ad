/** The numbers of a request as numbers: whatever dress they came in. */
import type { Config } from './config.ts';
import { toE164 } from './phone.ts';
import type { Call } from './request.ts';

/** The caller in E.164, unless withheld or in a form that names no number. */
export const callerOf = ({ caller }: Pick<Call, 'caller'>, { settings }: Config): string | undefined =>
  caller === undefined ? undefined : toE164(caller, settings.dialPlan);

/** Whichever of `CallTo` and `To` is one of our ExoPhones. */
export const calledNumber = ({ called }: Call, { settings }: Config): string | undefined =>
  called
    .map((raw) => toE164(raw, settings.dialPlan))
    .find((number) => number !== undefined && settings.exophones.includes(number));

/** The number a report names, if it is a number at all. */
export const reportedNumber = ({ report }: Pick<Call, 'report'>, { settings }: Config): string | undefined =>
  report.number === undefined ? undefined : toE164(report.number, settings.dialPlan);
