import { type Side, sides } from '../../lib/key-hashes.ts';
import type { Deployment } from './outputs.ts';

/** Said with every deployment that is asked for: whoever only changes a key must not change the URLs with it. */
export const kept =
  'Whatever else this stage was given by -c (restrictTo, waf, reservedConcurrency, logDays, alarmEmail, Regions) stands in cdk.context.json or is given again: what is left out lapses, and without restrictTo the URLs are others';

/** What is left to do with a new key, in the order in which no call is refused. */
export const nextSteps = (
  { stage, table, regions, isNamed }: Deployment,
  made: { readonly sides: readonly Side[]; readonly older: readonly string[] },
): string[] => {
  const target = `--table '${table}' --region ${regions.primary}`;
  const isAsked = made.sides.some((side) => side !== 'events');
  const only = made.sides.length === sides.length ? '' : ` --for ${made.sides.join(' ')}`;
  return [
    `Deploy: npx cdk deploy --all -c stage=${stage}${made.older.length > 0 ? '. From then on the new key is valid as well as the older ones' : ''}. ${kept}.`,
    `Paste the URLs into Exotel${isNamed ? ', with the outputs of cdk deploy in place of the names in <>' : ''}; other applets have their own name where this one's is.`,
    ...(isAsked
      ? [
          `Write the Primary and the Fallback URL, a line each, into urls.txt for the canaries: for region in ${regions.primary} ${regions.fallback}; do aws ssm put-parameter --region $region --name /dial-whom/${stage}/canary-urls --type SecureString --overwrite --value file://urls.txt; done; rm urls.txt`,
          `Check: npx dial-whom drill --primary 'PRIMARY_URL' --fallback 'FALLBACK_URL' ${target}`,
        ]
      : [`Check, after a call: npx dial-whom calls ${target} says how it ended.`]),
    ...made.older.map(
      (id) =>
        `When no URL at Exotel has the older key any more: npx dial-whom keys retire ${id}${only}, and deploy again.`,
    ),
  ];
};
