import { expect, it } from 'vitest';
import { placeOf } from '../../bin/table/place.ts';
import { keys, memberKey } from '../../functions/adapters/config-keys.ts';
import { liveKey } from '../../functions/adapters/live-item.ts';

it('every key of the configuration is told for what it is, and whose', () => {
  const all = [
    keys.settings,
    keys.hours('office'),
    keys.rotation('night'),
    keys.agent('asha'),
    keys.pool('sales'),
    keys.applet('main'),
    memberKey('sales', { rotation: 'night', tier: 1, weight: 1 }),
    keys.override('sales', 'asha'),
  ];
  expect(all.map(placeOf)).toEqual([
    { kind: 'settings' },
    { kind: 'hours', name: 'office' },
    { kind: 'rotation', name: 'night' },
    { kind: 'agent', name: 'asha' },
    { kind: 'pool', name: 'sales' },
    { kind: 'applet', name: 'main' },
    { kind: 'member', pool: 'sales', name: 'rotation:night' },
    { kind: 'override', pool: 'sales', name: 'asha' },
  ]);
});

it('what calls leave, and a copy that somebody keeps beside an item, is no configuration; a mistyped name there is', () => {
  const beside = [keys.revision, liveKey('asha'), { ...keys.pool('sales'), sk: 'META#backup-2026' }];
  expect(beside.map(placeOf)).toEqual([undefined, undefined, undefined]);
  expect(placeOf({ ...keys.settings, sk: 'HOUR#office' })).toEqual({ kind: 'unknown' });
});
