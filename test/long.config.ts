import { defineConfig, mergeConfig } from 'vitest/config';
import config from '../vitest.config.ts';

/** The long forms of the property and load tests. */
export default mergeConfig(config, defineConfig({ test: { env: { RUNS_FACTOR: '10' }, testTimeout: 300_000 } }));
