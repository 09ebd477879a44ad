/**
 * Few colours, each with a meaning: green is rung or comes, red is refused or goes, yellow wants a look. Texts are painted
 * wherever they go; the program takes the paint off what is no terminal, as `NO_COLOR` and `FORCE_COLOR` say.
 */
import { stripVTControlCharacters, styleText } from 'node:util';

type Paint = (text: string) => string;

const paint =
  (format: 'bold' | 'green' | 'red' | 'yellow'): Paint =>
  (text) =>
    styleText(format, text, { validateStream: false });

export const bold = paint('bold');
export const green = paint('green');
export const red = paint('red');
export const yellow = paint('yellow');

export const unpainted: Paint = stripVTControlCharacters;
