/** The part of dynalite that is used here; the package has no types of its own. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** `path` keeps the tables in a LevelDB folder; without it they are in memory. */
  export default function dynalite(options?: { path?: string; createTableMs?: number; ssl?: boolean }): Server;
}
