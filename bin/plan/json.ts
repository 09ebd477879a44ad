/** A comparison for machines, with everything; times are ISO 8601. */
import { asJson } from '../table/items.ts';
import { type Compared, isChange } from './compare.ts';

export const jsonOf = (compared: Compared, file: string, command: string): string => {
  const { plan, agents: _everybody, table, standing, ...rest } = compared;
  const content = { file, table, changes: isChange(compared), command, standing: standing ?? null, ...rest, ...plan };
  return `${JSON.stringify(content, withTimes, 2)}\n`;
};

/** `atMs: 0` as `at: "1970-01-01T00:00:00.000Z"` */
const withTimes = (_name: string, found: unknown): unknown => {
  const value = asJson(found);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, inner]) =>
          typeof inner === 'number' && name.endsWith('Ms') ? [name.slice(0, -2), iso(inner)] : [name, inner],
        ),
      )
    : value;
};

const iso = (atMs: number): string => new Date(atMs).toISOString();
