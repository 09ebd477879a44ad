/** Which table a command works on, from its options: in an account, at another DynamoDB, or the local service's. */
import { type Command, Option } from 'commander';
import * as z from 'zod';
import { readTableOutput } from '../keys/outputs.ts';
import { localServiceUrl } from '../local-url.ts';
import { UsageError } from '../usage-error.ts';

export const localTableName = 'dial-whom';

export type Target = {
  readonly name: string;
  readonly region?: string | undefined;
  /** Of the files that the AWS CLI uses too: whose credentials, and which Region if none is given. */
  readonly profile?: string | undefined;
  readonly endpoint?: string | undefined;
  /** URL of the local service, when the table is its own. */
  readonly service?: string | undefined;
};

/** The options by which every command finds its table. */
export type TargetOptions = Partial<Pick<Target, 'region' | 'profile' | 'endpoint'>> & {
  readonly table?: string | undefined;
  readonly outputs?: string | undefined;
  readonly stage?: string | undefined;
};

export const withTarget = (command: Command): Command =>
  command
    .option('--table <name>', 'the table: output TableName of cdk deploy (default: that of the local service)')
    .option('--region <region>', 'the Region of the table')
    .addOption(
      new Option('--outputs <file>', 'table and Region from what cdk deploy --outputs-file wrote').conflicts([
        'table',
        'region',
        'endpoint',
      ]),
    )
    .option('--stage <name>', 'which stage, when the outputs are of several')
    .addOption(new Option('--profile <name>', 'the profile of the AWS CLI to use').conflicts('endpoint'))
    .option('--endpoint <url>', 'another DynamoDB, such as a local one');

/** What the user named, or the table of the local service that runs on `PORT`. */
export const findTarget = async (options: TargetOptions): Promise<Target> => {
  const { table, region, profile, endpoint, outputs, stage } = options;
  if (outputs !== undefined) {
    const found = readTableOutput(outputs, stage);
    if (found.kind === 'refused') throw new UsageError(found.why);
    return { name: found.table, region: found.region, profile };
  }
  if (stage !== undefined) throw new UsageError('--stage needs --outputs: it says which stage of that file', 2);
  if (endpoint !== undefined) return { name: table ?? localTableName, region, endpoint };
  if (table !== undefined) return { name: table, region, profile };
  const alone = region !== undefined ? '--region' : profile !== undefined ? '--profile' : undefined;
  if (alone !== undefined) {
    throw new UsageError(
      `${alone} needs --table, the output TableName of cdk deploy, or --outputs, the file with all outputs`,
      2,
    );
  }
  return localTarget(localServiceUrl());
};

const localTarget = async (service: string): Promise<Target> => {
  try {
    // Something else may listen there. Without an endpoint the SDK would turn to AWS.
    const { table, endpoint } = About.parse(await (await fetch(`${service}/_local`)).json());
    return { name: table, endpoint, service };
  } catch {
    throw new UsageError(
      `no local service answers at ${service}: start it with npm start, or name a table with --table and --region, --outputs, or --endpoint`,
    );
  }
};

const About = z.object({ table: z.string(), endpoint: z.string() });

/** `table dial-whom of the local service at http://127.0.0.1:8787` */
export const describeTarget = ({ name, profile, endpoint, service }: Target, region: string): string => {
  if (service !== undefined) return `table ${name} of the local service at ${service}`;
  if (endpoint !== undefined) return `table ${name} at ${endpoint}`;
  return `table ${name} in ${region}${profile === undefined ? '' : `, account of profile ${profile}`}`;
};
