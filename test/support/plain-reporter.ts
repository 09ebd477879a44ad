import type { Reporter, TestModule } from 'vitest/node';

/** Closes a run with one plain line, the same for people and for machines. */
export default class PlainReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: 'passed' | 'failed') => tests.filter((test) => test.result().state === state).length;
    // A module that cannot even be loaded has no tests to fail.
    const broken = modules.filter(
      (module) => module.state() === 'failed' && [...module.children.allTests('failed')].length === 0,
    );
    process.stdout.write(`\n${count('passed')} passed, ${count('failed') + broken.length} failed\n`);
  }
}
