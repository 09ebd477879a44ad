import { expect, test } from 'vitest';
import { numbersToDial } from '../../bin/emulator/answer.ts';

test.each([
  ['+919900000001', ['+919900000001']],
  ['+919900000001,+919900000002', ['+919900000001', '+919900000002']],
  ['+919900000001, +919900000002\n', ['+919900000001', '+919900000002']],
  ['+12025550100,09900000002', ['+12025550100', '09900000002']],
])('dials all of "%s" in its order', (body, numbers) => {
  expect(numbersToDial(body)).toEqual(numbers);
});

test('keeps the first of the forms in which a number comes twice', () => {
  expect(numbersToDial('+919900000001,+919900000002,09900000001')).toEqual(['+919900000001', '+919900000002']);
});

test.each([
  '',
  ' ',
  ',',
  '+919900000001,',
  '+919900000001;+919900000002',
  '+919900000001,nobody',
  '+91 99000 00001',
  '919900000001',
  '+0919900000001',
  '+9199',
  '+9199000000011234',
  'sip:asha',
  '"+919900000001"',
  '["+919900000001"]',
  '<Response><Dial>+919900000001</Dial></Response>',
])('dials nobody when the answer is "%s"', (body) => {
  expect(numbersToDial(body)).toEqual([]);
});
