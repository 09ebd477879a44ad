/** One entry under `rotations:` of `pools.yaml`. */
import type * as z from 'zod';
import { isDate } from '../../functions/adapters/config-soundness.ts';
import type { Rotation } from '../../functions/domain/rotation.ts';
import { minuteOf } from './hours.ts';
import { between, id, list, strict, TimeZone, text } from './schema-parts.ts';

export const RotationEntry = strict({
  agents: list(id, 'agents', 'list whose turns they are, in their order').describe(
    'Whose turns they are, in their order: names under agents.',
  ),
  start: text('start', 'the day of the first turn: "2026-11-02"')
    .refine(
      (date) => date.length === 10 && isDate(date) && date >= '2000',
      'no date|write the day of the first turn: "2026-11-02"',
    )
    .meta({
      description: 'The first agent takes over on that day.',
      pattern: '^\\d{4}-\\d{2}-\\d{2}$',
      examples: ['2026-11-02'],
    }),
  handover: text('handover', 'a time of the day: "09:00"')
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'no time of the day|write "09:00"')
    .meta({ description: 'The time at which one hands over to the next.', examples: ['09:00'] }),
  turnDays: between(1, 366, 'turnDays')
    .int('turnDays is no number it can be|write whole days: 7')
    .meta({ description: 'How many days a turn has.', examples: [7, 1] }),
  hours: id.optional().describe('Somebody is on duty only within these: a name under hours.'),
  timeZone: TimeZone.optional().describe('Of the handover: that of settings, if not given.'),
}).describe('People who take turns.');

/** As the file has it: the first agent's turn begins on the start day. */
export const toRotation = (
  { handover, timeZone, ...rotation }: z.infer<typeof RotationEntry>,
  defaultZone: string,
): Rotation => ({
  ...rotation,
  timeZone: timeZone ?? defaultZone,
  handoverMinute: minuteOf(handover),
  offset: 0,
});
