/** The body of a StatusCallback as parameters, in whichever of the forms Exotel is told to send: multipart, form or JSON. */
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Params } from '../domain/request.ts';
import { toParams } from './parse.ts';

/** Real ones have a few hundred bytes. */
const mostBodyBytes = 64 * 1024;

/** Real ones nest three deep. */
const mostDepth = 6;

type Body =
  | { readonly kind: 'params'; readonly params: Params }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'too large' };

export const readBody = async ({ body, isBase64Encoded, headers }: APIGatewayProxyEvent): Promise<Body> => {
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > mostBodyBytes) return { kind: 'too large' };
  const [, contentType = ''] =
    Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'content-type') ?? [];
  const pairs = contentType.toLowerCase().includes('json')
    ? readJson(bytes.toString('utf8'))
    : await readForm(bytes, contentType);
  return pairs === undefined
    ? { kind: 'unreadable' }
    : { kind: 'params', params: toParams(pairs.map(([name, value]) => [name, [value]])) };
};

type Pairs = readonly (readonly [string, string])[];

/** Nested values under the names a form would give them: `Legs[0][Status]`. */
const readJson = (text: string): Pairs | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, inner]) => flatten(name, inner))
      : undefined;
  } catch {
    return undefined;
  }
};

const flatten = (name: string, value: unknown, depth = 0): Pairs => {
  if (typeof value !== 'object' || value === null) return [[name, String(value)]];
  if (depth === mostDepth) return [];
  return Object.entries(value).flatMap(([key, inner]) => flatten(`${name}[${key}]`, inner, depth + 1));
};

/** Whatever the platform's own parser takes; without a content type a form is what was meant. */
const readForm = async (bytes: Buffer, contentType: string): Promise<Pairs | undefined> => {
  const type = contentType.toLowerCase().includes('multipart/form-data')
    ? contentType
    : 'application/x-www-form-urlencoded';
  try {
    const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
    return [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
  } catch {
    return undefined;
  }
};
