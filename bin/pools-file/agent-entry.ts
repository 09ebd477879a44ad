/** One entry under `agents:` of `pools.yaml`. */
import { mostCapacity } from '../../functions/domain/config.ts';
import { isPlain } from '../terminal/plain-text.ts';
import { between, id, list, PhoneNumber, strict, text } from './schema-parts.ts';

export const AgentEntry = strict({
  name: text('the name', 'what people call this agent')
    .refine(isPlain, 'the name holds control characters|write it on one line, without them')
    .describe('What people call him.'),
  numbers: list(PhoneNumber, 'numbers', 'list at least one number').describe(
    'E.164, in quotes, in the order in which they are tried. A number belongs to one agent.',
  ),
  hours: id.optional().describe('When he is on duty, but for rotations: a name under hours. Always, if not given.'),
  capacity: between(1, mostCapacity, 'capacity')
    .int('capacity is no number it can be|write a whole number')
    .optional()
    .describe('Calls he may have at once: 1, if not given. A switchboard behind one number may take several.'),
}).describe('Somebody, or something, with one or more numbers.');
