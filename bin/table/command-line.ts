import type { TargetOptions } from './target.ts';

/** A command to paste into a shell, on the table that the one at work was given: without that it would go to another. */
export const commandLine = (args: readonly string[], target: TargetOptions): string => {
  const { table, region, profile, endpoint, outputs, stage } = target;
  const given = Object.entries({ table, region, profile, endpoint, outputs, stage }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
  return ['npx', 'dial-whom', ...args, ...given].map(quoted).join(' ');
};

const quoted = (arg: string): string => (/^[\w./:@=-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`);
