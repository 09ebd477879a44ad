/** A plan in colours: its titles, what comes and what goes, and what wants a look. */
import { bold, green, red, yellow } from '../paint.ts';

const wantsLook = /^(warnings|edited by hand|nobody )/;

export const paintPlan = (text: string): string => {
  let title = '';
  return text
    .split('\n')
    .map((line) => {
      if (/^\S.*:$/.test(line)) {
        title = line;
        return bold(line);
      }
      if (!line.startsWith(' ')) return line;
      if (wantsLook.test(title)) return yellow(line);
      if (/^ +(\+ |joins: )/.test(line)) return green(line);
      return /^ +(- |leaves: )/.test(line) ? red(line) : line;
    })
    .join('\n');
};
