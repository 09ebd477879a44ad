import { afterEach, expect, it, vi } from 'vitest';
import { readEnv } from '../../functions/runtime/env.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

it('the environment is read by name', () => {
  vi.stubEnv('STAGE', 'prod');
  vi.stubEnv('KEY_HASHES', '');
  expect(readEnv(['STAGE', 'KEY_HASHES'])).toEqual({ STAGE: 'prod', KEY_HASHES: '' });
});

it('what is missing is named at the start, all of it', () => {
  expect(() => readEnv(['DIAL_WHOM_A', 'DIAL_WHOM_B'])).toThrow(
    'environment variables not set: DIAL_WHOM_A, DIAL_WHOM_B',
  );
});
