/** `dial-whom keys`: the keys in the URLs pasted into Exotel. Only their hashes are kept, where `cdk deploy` reads them. */
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { type Side, sides } from '../../lib/key-hashes.ts';
import { appletName } from '../emulator/arguments.ts';
import { addHash, idsOf, retireHash } from '../keys/change.ts';
import { readStored, writeStored } from '../keys/context-file.ts';
import { idOf, makeKey } from '../keys/key.ts';
import { nextSteps } from '../keys/next-steps.ts';
import { notDeployed, readOutputs } from '../keys/outputs.ts';
import { urlsToPaste } from '../keys/pasted.ts';
import { describeList, describeNew, describeRetired, listKeys } from '../keys/text.ts';
import { examples } from '../terminal/examples.ts';
import { print } from '../terminal/print.ts';
import { UsageError } from '../usage-error.ts';
import type { Refused } from '../whole-file.ts';

/** Of cdk.json: `cdk` runs there and nowhere else. */
const project = join(import.meta.dirname, '..', '..');

type Options = { readonly for?: Side; readonly json?: true };

/** Exit code 0 when done, 1 when refused or when a file is wrong. */
export const keysCommand = (): Command => {
  const command = new Command('keys')
    .description('The keys in the URLs at Exotel; only their hashes are kept')
    .addHelpText(
      'after',
      examples(['npx dial-whom keys new', 'the older ones stay valid'], 'npx dial-whom keys list', [
        'npx dial-whom keys retire 1a2b3c4d',
        'an older one',
      ]),
    );
  withSide(command.command('new'))
    .description('Make a key, show it once with the URLs to paste, and keep its hash in cdk.context.json')
    .option('--applet <name>', 'the applet, last segment of its URLs', appletName, 'main')
    .option('--outputs <file>', 'as cdk deploy --outputs-file wrote it: prints the URLs as they are')
    .option('--stage <name>', 'which stage, when the outputs are of several')
    .addHelpText(
      'after',
      `
Older keys stay valid until they are retired, so that no call is refused while URLs are changed.
The hashes are the context keyHashes in cdk.context.json, of every stage; -c keyHashes=... comes before them. Commit the
file: cdk context --clear empties it.`,
    )
    .addHelpText(
      'after',
      examples(
        ['npx dial-whom keys new', 'one key for everything, before the first deployment'],
        ['npx dial-whom keys new --outputs outputs.json', 'of a deployment: complete URLs'],
        ['npx dial-whom keys new --for events', 'so that whoever tells of events cannot ask for numbers'],
      ),
    )
    .action(makeNew);
  command
    .command('list')
    .description('Which keys the next deployment accepts: the first 8 digits of each hash, and by what it is accepted')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples('npx dial-whom keys list', ['npx dial-whom keys list --json', 'for machines']))
    .action(list);
  withSide(command.command('retire'))
    .description('Accept a key no longer, from the next deployment on')
    .argument('<id>', 'as keys list has it; never the key itself')
    .option('--yes', 'the last key of a side as well, which then refuses everything')
    .addHelpText(
      'after',
      examples('npx dial-whom keys retire 1a2b3c4d', [
        'npx dial-whom keys retire 1a2b3c4d --for events',
        'the others go on with it',
      ]),
    )
    .action(retire);
  return command;
};

const withSide = (command: Command): Command =>
  command
    .addOption(new Option('--for <side>', 'for one side only (default: all three)').choices(sides))
    .option('--json', 'print the result as JSON');

const makeNew = (
  { for: side, json, applet, outputs, stage }: Options & { applet: string; outputs?: string; stage?: string },
  command: Command,
): void => {
  const to = side === undefined ? sides : [side];
  if (outputs === undefined && stage !== undefined) {
    throw new UsageError('--stage needs --outputs: it says which stage of that file', 2);
  }
  const deployment = outputs === undefined ? notDeployed : orThrow(readOutputs(outputs, stage));
  const stored = orThrow(readStored(project));
  const made = makeKey();
  // Kept first: a hash whose key nobody saw does no harm, a key that is not kept does.
  const { file } = orThrow(writeStored(stored, orThrow(addHash(stored.hashes, made.hash, to)).hashes));
  const urls = urlsToPaste(deployment, { sides: to, applet, key: made.key });
  const older = idsOf(stored.hashes, to);
  const steps = nextSteps(deployment, { sides: to, older });
  const result = { file: file.path, id: idOf(made.hash), key: made.key, sides: to, urls, older, next: steps };
  print(command, json ? result : describeNew(made, { file: file.path, sides: to, urls, steps }));
};

const list = ({ json }: Options, command: Command): void => {
  const { file, hashes } = orThrow(readStored(project));
  print(command, json ? { file: file.path, keys: listKeys(hashes) } : describeList(file.path, hashes));
};

const retire = (text: string, { for: side, json, yes }: Options & { yes?: true }, command: Command): void => {
  const id = keyId(text);
  const stored = orThrow(readStored(project));
  const asked = side === undefined ? sides : [side];
  const { hashes, from } = orThrow(retireHash(stored.hashes, id, asked, { lastToo: yes === true }));
  const { file } = orThrow(writeStored(stored, hashes));
  const result = { file: file.path, id, from, keys: listKeys(hashes) };
  print(command, json ? result : describeRetired(id, from, file.path, hashes));
};

/** Not by Commander, which would quote what was written: it may be the key. */
const keyId = (text: string): string => {
  if (/^[0-9a-f]{8}$/i.test(text)) return text.toLowerCase();
  throw new UsageError(
    `a key is named by the first 8 hex digits of its hash, as keys list has them: found ${text.length} characters. Never write the key itself here`,
    2,
  );
};

const orThrow = <T extends { readonly kind: string }>(result: T | Refused): T => {
  if (result.kind !== 'refused') return result as T;
  throw new UsageError((result as Refused).why);
};
