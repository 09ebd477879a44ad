/** `dial-whom drill`: would callers be served if the primary failed now? */
import { Command } from 'commander';
import { drillBothUrls } from '../drill/both-urls.ts';
import { type DrillOptions, refuseHalf } from '../drill/options.ts';
import { holdWithoutPrimary } from '../drill/without-primary.ts';
import { withCall } from '../emulator/options.ts';
import { withTarget } from '../table/target.ts';
import { examples } from '../terminal/examples.ts';
import { print } from '../terminal/print.ts';

/** Exit code 0 when all is well, 1 when not. */
export const drillCommand = (): Command =>
  withTarget(withCall(new Command('drill')))
    .description(
      'Does the fallback answer, how old is its snapshot, and does it agree with what the configuration says now?',
    )
    .option('--primary-down', 'instead hold a whole call with the primary gone; on the local service only')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Both URLs are asked as the canary asks them: nobody is rung, and no call is listed or counted. The fallback's answer is
compared with what the configuration in the table says now; of URLs without --table, with the primary's answer. The local
service has a table of its own. With a table it is also said whether the publisher refuses what stands in it.
With --primary-down an ordinary caller is played, with phones that are played as well: the fallback counts him
(FallbackServed), which is why it is for the local service only.`,
    )
    .addHelpText(
      'after',
      examples(
        ['npx dial-whom drill', 'the local service and its table'],
        ['npx dial-whom drill --applet main --digits 2', 'for callers who pressed 2'],
        ['npx dial-whom drill --primary-down', 'a call survives on the local service'],
        `npx dial-whom drill --primary 'https://example.com/primary/main?key=KEY' --fallback 'https://example.org/fallback/main?key=KEY' \\
    --table TABLE --region ap-south-1`,
      ),
    )
    .action(async (options: DrillOptions, command: Command) => {
      refuseHalf(options);
      const say = (what: unknown) => print(command, what);
      const isWell = await (options.primaryDown ? holdWithoutPrimary : drillBothUrls)(options, say);
      process.exitCode = isWell ? 0 : 1;
    });
