/** What cdk-nag has to say of the stacks, and what of it is set aside, with reasons. */
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, type NagPack, ServerlessChecks } from 'cdk-nag';
import { beforeAll, describe, expect, it } from 'vitest';
import { frontDoors, makeStacks } from './stacks.ts';

type Stacks = ReturnType<typeof makeStacks>;
type Finding = { readonly rule: string; readonly severity: string; readonly path: string };
type Acknowledgement = { readonly rule: string; readonly reason: string; readonly path: string };

const findingsOf = (stacks: Stacks, packs: readonly NagPack[]): Finding[] =>
  packs.flatMap((pack) =>
    Object.values(stacks).flatMap((stack) =>
      pack
        .validateScope(stack)
        .violations.flatMap(({ ruleName: rule, severity = '', violatingResources }) =>
          violatingResources.map(({ constructPath: path = '' }) => ({ rule, severity, path })),
        ),
    ),
  );

const packs = () => [new AwsSolutionsChecks(), new ServerlessChecks()];

/** As if nothing had been acknowledged. */
const unforgiving = () => packs().map((pack) => Object.assign(pack, { isAcknowledged: () => false }));

const acknowledgedIn = (stacks: Stacks): Acknowledgement[] =>
  Object.values(stacks)
    .flatMap((stack) => stack.node.findAll())
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.entries(data as Record<string, string>))
        .map(([rule, reason]) => ({ rule: rule.replace(/^annotation::/i, ''), reason, path: node.path })),
    );

describe.each(Object.entries(frontDoors))('cdk-nag, %s', (name, context) => {
  let stacks: Stacks;
  let errors: Finding[];
  let acknowledged: Acknowledgement[];
  beforeAll(() => {
    stacks = makeStacks(context);
    errors = findingsOf(stacks, packs()).filter(({ severity }) => severity === 'error');
    acknowledged = acknowledgedIn(stacks);
  });
  const reasons = () => new Map(acknowledged.map(({ rule, reason }) => [rule, reason]));

  it('finds no error, by the rules of AwsSolutions and Serverless', () => {
    const warnings = findingsOf(stacks, packs()).filter(({ severity }) => severity !== 'error');
    const lines = [...reasons()].map(([rule, reason]) => {
      const places = acknowledged.filter((one) => one.rule === rule).map(({ path }) => path);
      return `  acknowledged ${rule}: ${reason}\n    at ${places.join(', ')}`;
    });
    const warned = [...new Set(warnings.map(({ rule }) => rule))].map((rule) => `  warning ${rule}`);
    console.log(
      [`cdk-nag, ${name}: errors ${errors.length}, acknowledgements ${reasons().size}`, ...lines, ...warned].join('\n'),
    );
    expect(errors).toEqual([]);
  });

  it('is told at most three times that a rule does not hold here, and each time why, in one sentence or more', () => {
    // Of a REST API two rules ask the same, and get the same answer.
    expect(new Set(reasons().values()).size).toBeLessThanOrEqual(3);
    // One rule, one reason, wherever it stands.
    expect(new Set(acknowledged.map(({ rule, reason }) => rule + reason)).size).toBe(reasons().size);
    for (const reason of reasons().values()) expect(reason).toMatch(/^[A-Z].{60,}\.$/);
  });

  it('would find each of these, and nothing else, where it was told so', () => {
    const found = findingsOf(stacks, unforgiving()).filter(({ severity }) => severity === 'error');
    const covers = ({ rule, path }: Acknowledgement, finding: Finding) =>
      finding.rule === rule && finding.path.startsWith(`${path}/`);
    expect(found.filter((finding) => !acknowledged.some((one) => covers(one, finding)))).toEqual([]);
    expect(acknowledged.filter((one) => !found.some((finding) => covers(one, finding)))).toEqual([]);
  });
});
