/** A few words of SVG. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

type Attributes = Readonly<Record<string, string | number | undefined>>;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** One decimal is finer than any screen, and the same on every machine. */
const written = (value: string | number): string =>
  typeof value === 'number' ? String(Math.round(value * 10) / 10) : value.replaceAll('"', '&quot;');

export const element = (name: string, attributes: Attributes, content = ''): string => {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const text = given.map(([key, value]) => ` ${key}="${written(value ?? '')}"`).join('');
  return content === '' ? `<${name}${text}/>` : `<${name}${text}>${content}</${name}>`;
};

export const text = (x: number, y: number, content: string, attributes: Attributes = {}): string =>
  element('text', { x, y, ...attributes }, escaped(content));

export const rect = ({ x, y, width, height }: Box, attributes: Attributes): string =>
  element('rect', { x, y, width, height, ...attributes });

export const line = (x1: number, y1: number, x2: number, y2: number, attributes: Attributes): string =>
  element('line', { x1, y1, x2, y2, ...attributes });

export const pathOf = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${written(x)} ${written(y)}`).join('');

/** About as wide as it will be: the font is whichever the viewer has. */
export const widthOf = (content: string, size: number): number => content.length * size * 0.53;

export const cut = (content: string, width: number, size: number): string => {
  const fits = Math.floor(width / (size * 0.53));
  return content.length <= fits ? content : `${content.slice(0, Math.max(0, fits - 1))}…`;
};
