/** What the rows of an import add to a configuration, and what does not fit. Pure. */
import type { Agent, Config } from '../../functions/domain/config.ts';
import { entry } from '../../functions/domain/entries.ts';
import type { Finding } from '../../functions/domain/finding.ts';
import type { Additions } from '../change/edits.ts';
import type { Flaw } from './csv.ts';
import { type People, peopleOf } from './people.ts';
import type { Row } from './rows.ts';

export type Import = {
  readonly additions: Additions;
  readonly flaws: readonly Flaw[];
  /** The place in the file that a finding about the configuration with the additions comes from. */
  readonly flawOf: (finding: Finding, after: Config) => Flaw;
};

export const importOf = (rows: readonly Row[], config: Config): Import => {
  const people = peopleOf(rows, config);
  const { places, flaws } = placesOf(rows, people);
  const members = new Map(
    [...places].map(([pool, inPool]) => [pool, mapValues(inPool, ({ line: _line, ...place }) => place)]),
  );
  return {
    additions: { agents: agentsOf(places, people, config), members },
    flaws: [...people.flaws, ...flaws],
    flawOf: ({ path, what, cure }, after) => {
      const [section, id = '', list, index] = path.map(String);
      const at = (line: number | undefined, column: string): Flaw =>
        line === undefined ? { line: 0, path: path.join('.'), what, cure } : { line, path: column, what, cure };
      if (section === 'agents') {
        const number = list === 'numbers' ? entry(after.agents, id)?.numbers[Number(index)] : undefined;
        return at(people.lines.get(number ?? ''), 'number');
      }
      if (section !== 'pools') return at(undefined, '');
      const inPool = places.get(id);
      const member = list === 'members' ? entry(after.pools, id)?.members[Number(index)]?.agent : undefined;
      return at((inPool?.get(member ?? '') ?? inPool?.values().next().value)?.line, 'pool');
    },
  };
};

type Place = { readonly line: number; readonly tier?: number; readonly weight?: number };
type Places = ReadonlyMap<string, ReadonlyMap<string, Place>>;

/** By pool, then by agent. Somebody with several numbers has several rows, of which one may say tier and weight. */
const placesOf = (rows: readonly Row[], { owners }: People): { places: Places; flaws: readonly Flaw[] } => {
  const places = new Map<string, Map<string, Place>>();
  const seen = new Map<string, number>();
  const flaws: Flaw[] = [];
  for (const { line, pool, number, agent: _named, ...given } of rows) {
    const agent = owners.get(number);
    const key = `${pool} ${number}`;
    const twin = seen.get(key);
    if (twin === undefined) seen.set(key, line);
    else
      flaws.push({
        line,
        path: 'number',
        what: `${number} is in pool ${pool} by line ${twin} already`,
        cure: 'remove one of the two',
      });
    if (agent === undefined || twin !== undefined) continue;
    const inPool = places.get(pool) ?? new Map<string, Place>();
    places.set(pool, inPool);
    const before = inPool.get(agent);
    for (const column of ['tier', 'weight'] as const) {
      const [said, says] = [before?.[column], given[column]];
      if (said === undefined || says === undefined || said === says) continue;
      const what = `${column} ${says}, and another row has ${agent} in pool ${pool} with ${column} ${said}`;
      flaws.push({ line, path: column, what, cure: `he has one place in a pool: write the same ${column}` });
    }
    inPool.set(agent, { line, ...given, ...before });
  }
  return { places, flaws };
};

/** Everybody the rows speak of, with the numbers he does not have yet. */
const agentsOf = (places: Places, { owners, newcomers, lines }: People, config: Config): Additions['agents'] => {
  const fresh = Map.groupBy(lines.keys(), (number) => owners.get(number) ?? '');
  const ids = new Set([...places.values()].flatMap((inPool) => [...inPool.keys()]));
  return new Map(
    [...ids].map((id) => {
      const numbers = fresh.get(id) ?? [];
      const known: Agent = entry(config.agents, id) ?? { name: newcomers.get(id)?.name ?? id, numbers: [] };
      return [id, { who: { ...known, numbers: [...known.numbers, ...numbers] }, numbers }] as const;
    }),
  );
};

const mapValues = <From, To>(map: ReadonlyMap<string, From>, change: (value: From) => To): ReadonlyMap<string, To> =>
  new Map([...map].map(([key, value]) => [key, change(value)]));
