import { hash as hashOf, timingSafeEqual } from 'node:crypto';
import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { Refusal } from './errors.ts';
import type { Parsed } from './parse.ts';

/** `open` is for the local service without keys only; deployed handlers without hashes refuse everything. */
export type Keys = { readonly kind: 'open' } | { readonly kind: 'hashes'; readonly hashes: readonly string[] };

/** Comma-separated SHA-256 hashes in hex; throws on anything else, because a mistyped hash would refuse every call. */
export const keysFrom = (list: string): Keys => {
  const hashes = list
    .split(',')
    .map((hash) => hash.trim().toLowerCase())
    .filter((hash) => hash !== '');
  const wrong = hashes.findIndex((hash) => !/^[0-9a-f]{64}$/.test(hash));
  if (wrong !== -1) {
    throw new Error(
      `KEY_HASHES: entry ${wrong + 1} is not a SHA-256 hash (64 hex digits). Hash the key, do not put it here.`,
    );
  }
  return { kind: 'hashes', hashes };
};

/** The provider cannot sign its requests, so the configured URL carries a key, of which only hashes are stored. */
export const authenticate = (
  keys: Keys,
): MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult, Error, Context & Parsed> => ({
  before: ({ context }) => {
    if (keys.kind === 'open' || isAccepted(context.key, keys.hashes)) return;
    throw new Refusal(403, 'key missing or not accepted: check ?key= in the URL configured at Exotel');
  },
});

/** Ours have 46; whoever sends more shall not make us hash it. */
const mostKeyBytes = 128;

/** Compares with every hash, and does the same whether one matches: the time taken tells nothing. Several are accepted at once while a key changes. */
export const isAccepted = (key: string | undefined, hashes: readonly string[]): boolean => {
  if (key === undefined || Buffer.byteLength(key) > mostKeyBytes) return false;
  const given = hashOf('sha256', key, 'buffer');
  return hashes.reduce((found, hash) => found | Number(timingSafeEqual(given, Buffer.from(hash, 'hex'))), 0) === 1;
};
