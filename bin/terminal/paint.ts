/**
 * Few colours, each with a meaning: green is rung or comes, red is refused or goes, yellow wants a look. Texts are painted
 * wherever they go; the program takes the paint off what is no terminal, as `NO_COLOR` and `FORCE_COLOR` say.
 */
import { stripVTControlCharacters, styleText } from 'node:util';
import { tricks } from './plain-text.ts';

export type Paint = (text: string) => string;

const paint =
  (format: 'bold' | 'green' | 'red' | 'yellow'): Paint =>
  (text) =>
    styleText(format, text, { validateStream: false });

export const bold = paint('bold');
export const green = paint('green');
export const red = paint('red');
export const yellow = paint('yellow');

/** What says nothing by its colour. */
export const plain: Paint = (text) => text;

export const unpainted: Paint = stripVTControlCharacters;

const colourOrTrick = new RegExp(`(${String.fromCharCode(27)}\\[\\d+m)|${tricks.source}`, 'gu');

/**
 * For a terminal: what it would obey instead of showing it is a question mark, but for our own colours. Names are checked
 * where they are written; the table may be edited by hand.
 */
export const harmless: Paint = (text) =>
  text.replaceAll(colourOrTrick, (one, colour) => colour ?? (one === '\n' || one === '\t' ? one : '?'));
