/** One entry under `applets:` of `pools.yaml`. */
import * as z from 'zod';
import { directions } from '../../functions/domain/request.ts';
import { id, list, oneOf, PhoneNumber, Prefix, strict, text } from './schema-parts.ts';

const Condition = strict({
  digits: text('digits', '"2"')
    .regex(/^[0-9*#]{1,32}$/, 'not key presses|digits, * and # only: "2"')
    .optional()
    .meta({ description: 'The keys the caller pressed, in quotes.', examples: ['2'] }),
  called: PhoneNumber.optional().describe('The one of your exophones that was called.'),
  caller: z
    .union([Prefix.transform((one) => [one]), z.array(Prefix).min(1)], {
      error: () => 'caller is no number or prefix|write "+919900112233", "+9144", or a list of them',
    })
    .optional()
    .describe('Who calls: a number, a prefix, or a list of them, any of which will do.'),
  direction: oneOf(directions, 'direction').optional().describe('Who began the call: the caller, or your API.'),
  customField: z
    .union(
      [
        z.string().min(1),
        z
          .record(z.string(), z.string())
          .refine((fields) => Object.keys(fields).length > 0)
          .meta({ minProperties: 1 }),
      ],
      {
        error: () =>
          'customField is no text in quotes|write the whole text, or { field: "value" } for a field of its JSON, numbers in quotes too',
      },
    )
    .optional()
    .describe('What was given to the API that began the call: the whole text, or { field: "value" } of its JSON.'),
  hours: id.optional().describe('Within these hours: a name under hours.'),
});

const Route = strict({
  when: Condition.default({}).describe('All conditions must hold; the last route has none, for everybody else.'),
  pool: id.describe('Who is rung: a name under pools.'),
});

export const AppletEntry = strict({
  routes: list(Route, 'routes', 'list the routes of this applet, the last one without when').describe(
    'The first that matches wins; the last one has no conditions.',
  ),
  fetch: oneOf(['each', 'once'], 'way to fetch')
    .default('each')
    .describe('once: "Fetch numbers after every call attempt" is unchecked in Exotel.'),
}).describe('The name is the last segment of the URL in Exotel: …/primary/main?key=…');
