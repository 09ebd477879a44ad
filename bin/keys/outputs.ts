/** What `cdk deploy --outputs-file` says of a deployment; before there is one, the names stand for it. */
import { type Side, sides } from '../../lib/key-hashes.ts';
import { type Refused, refused } from '../whole-file.ts';
import { isObject, readJsonFile } from './json-file.ts';

export type Deployment = {
  readonly kind: 'deployment';
  readonly stage: string;
  /** Of each side: everything in front of `/main?key=`. */
  readonly urls: Readonly<Record<Side, string>>;
  readonly table: string;
  readonly regions: { readonly primary: string; readonly fallback: string };
  /** Whether these are names that somebody has to replace. */
  readonly isNamed: boolean;
};

const stacks = {
  primary: ['Primary', 'PrimaryUrl'],
  fallback: ['Fallback', 'FallbackUrl'],
  events: ['Events', 'EventsUrl'],
} as const satisfies Record<Side, readonly [string, string]>;

export const notDeployed: Deployment = {
  kind: 'deployment',
  stage: 'STAGE',
  urls: { primary: '<PrimaryUrl>', fallback: '<FallbackUrl>', events: '<EventsUrl>' },
  table: '<TableName>',
  regions: { primary: 'PRIMARY_REGION', fallback: 'FALLBACK_REGION' },
  isNamed: true,
};

/** The deployment of one stage, or what is missing in the file. */
export const readOutputs = (path: string, wanted?: string): Deployment | Refused => {
  const found = readStage(path, wanted);
  if (found.kind === 'refused') return found;
  const { stage, output } = found;
  const urls = sides.map((side) => output(side, stacks[side][1])?.replace(/\/$/, ''));
  const wrong = sides.find((_, index) => !/^https?:\/\//.test(urls[index] ?? ''));
  if (wrong !== undefined) {
    const [stack, name] = stacks[wrong];
    return refused(
      `${path}: DialWhom-${stage}-${stack} must have the URL ${name}: npx cdk deploy --all --outputs-file`,
    );
  }
  const [primary, fallback, events] = urls as [string, string, string];
  return {
    kind: 'deployment',
    stage,
    urls: { primary, fallback, events },
    table: output('primary', 'TableName') ?? notDeployed.table,
    regions: {
      primary: regionOf(primary) ?? notDeployed.regions.primary,
      fallback: regionOf(fallback) ?? notDeployed.regions.fallback,
    },
    isNamed: false,
  };
};

export type TableOutput = { readonly kind: 'table'; readonly table: string; readonly region: string };

/** Where the table of one stage is: its Region is that of the Primary URL. */
export const readTableOutput = (path: string, wanted?: string): TableOutput | Refused => {
  const found = readStage(path, wanted);
  if (found.kind === 'refused') return found;
  const table = found.output('primary', 'TableName');
  const region = regionOf(found.output('primary', 'PrimaryUrl') ?? '');
  if (table !== undefined && region !== undefined) return { kind: 'table', table, region };
  return refused(
    `${path}: DialWhom-${found.stage}-Primary must have TableName, and a PrimaryUrl of API Gateway, whose Region is the table's: npx cdk deploy --all --outputs-file, or give --table and --region`,
  );
};

type Stage = {
  readonly kind: 'stage';
  readonly stage: string;
  readonly output: (side: Side, name: string) => string | undefined;
};

/** The outputs of the stage that is wanted, or of the only one. */
const readStage = (path: string, wanted: string | undefined): Stage | Refused => {
  const file = readJsonFile(path);
  if (file.kind === 'refused') return file;
  if (file.text === undefined) return refused(`${path} is not there: npx cdk deploy --all --outputs-file ${path}`);
  const names = Object.keys(file.values);
  const stages = [...new Set(names.flatMap((name) => /^DialWhom-([a-z0-9]+)-/.exec(name)?.slice(1) ?? []))];
  if (stages.length === 0) {
    return refused(
      `${path} must hold the outputs of stacks such as DialWhom-prod-Primary: found ${names.join(', ') || 'none'}`,
    );
  }
  if (wanted === undefined && stages.length > 1) {
    return refused(`${path} holds the outputs of stages ${stages.join(', ')}: say which with --stage`);
  }
  const stage = stages.find((one) => one === (wanted ?? one));
  if (stage === undefined) return refused(`${path} holds no stage ${wanted}: found ${stages.join(', ')}`);
  const output = (side: Side, name: string): string | undefined => {
    const outputs = file.values[`DialWhom-${stage}-${stacks[side][0]}`];
    const value = isObject(outputs) && Object.hasOwn(outputs, name) ? outputs[name] : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  return { kind: 'stage', stage, output };
};

const regionOf = (url: string): string | undefined => /\.execute-api\.([a-z0-9-]+)\./.exec(url)?.[1];
