import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { confirm } from '../../bin/terminal/confirm.ts';

const question = { lost: ['agent asha goes'], ask: 'Apply to dial-whom?' };

/** Somebody at a terminal who types this, or nothing before he closes it. */
const aTerminal = (typed: string) => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  input.end(typed);
  return { terminal: { input, output }, shown: () => String(output.read()) };
};

describe('before something is lost', () => {
  it('somebody at a terminal is told what, and goes ahead with a yes', async () => {
    for (const typed of ['y\n', 'Yes\n']) {
      const { terminal, shown } = aTerminal(typed);
      expect(await confirm(question, terminal)).toBe(true);
      expect(shown()).toContain('this would be lost:\n  agent asha goes\nApply to dial-whom? [y/N] ');
    }
  });

  it('anything else is a no, and so is the end of what he types', async () => {
    for (const typed of ['n\n', '\n', 'what?\n', '']) {
      await expect(confirm(question, aTerminal(typed).terminal)).rejects.toThrow(/^nothing was changed$/);
    }
  });

  it('nobody is asked where nothing is lost, or with --yes', async () => {
    const { terminal } = aTerminal('');
    expect(await confirm({ ...question, lost: [] }, terminal)).toBe(false);
    expect(await confirm({ ...question, yes: true }, terminal)).toBe(false);
  });
});
