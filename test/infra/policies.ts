/** Every policy of the templates, with what it names written as a person would. */
import type { Statement } from '../support/iam.ts';
import { resourcesOf, type Templates } from './stacks.ts';

const sides = ['primary', 'fallback', 'events'] as const;

type Listed = { readonly Statement: readonly Record<string, unknown>[] };

/** What a value of a template stands for: `<AnswerLogs.Arn>`. Without the hashes of logical ids. */
export const written = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[kind = '', what] = []] = Object.entries(value);
  if (kind === 'Ref') return `<${plain(what)}>`;
  if (kind === 'Fn::GetAtt') return `<${(what as string[]).map(plain).join('.')}>`;
  if (kind === 'Fn::Join') return (what as [string, unknown[]])[1].map(written).join('');
  // How the events name what is in the primary's stack: `PublishOutputFnGetAttStateTable962DE04CArnF0C8F0DD`.
  if (kind === 'Fn::GetStackOutput') {
    const [, id = '', attribute = ''] =
      /^PublishOutput(?:Ref|FnGetAtt)(\w+?[0-9A-F]{8})(\w*?)[0-9A-F]{8}$/.exec(
        (what as { OutputName: string }).OutputName,
      ) ?? [];
    return `<${[plain(id), attribute].filter(Boolean).join('.')}>`;
  }
  return JSON.stringify(value);
};

const plain = (id: unknown): string => String(id).replace(/(?<=\w)[0-9A-F]{8}$/, '');

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

const deeply = (value: unknown): Record<string, Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries((value ?? {}) as Record<string, Record<string, unknown>>).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([key, one]) => [key, Array.isArray(one) ? one.map(written) : written(one)]),
      ),
    ]),
  );

/** One statement for each action on each resource. */
const statementsIn = (document: unknown): Statement[] =>
  (document as Listed).Statement.flatMap(({ Effect, Action, Resource, Condition, ...more }) => {
    const strange = Object.keys(more).filter((key) => !['Sid', 'Principal'].includes(key));
    if (strange.length > 0) throw new Error(`no policy of ours may use ${strange.join()}`);
    return listOf(Action).flatMap((action) =>
      listOf(Resource).map((resource) => ({
        effect: String(Effect),
        action: String(action),
        resource: written(resource),
        condition: deeply(Condition),
      })),
    );
  });

/** By whom it holds for: `primary Answer`. Who has no role of his own here may do nothing. */
export const policiesOf = (templates: Templates): Record<string, Statement[]> =>
  Object.fromEntries(
    sides.flatMap((side) =>
      resourcesOf(templates[side], 'AWS::IAM::Role').map(({ LogicalId }) => [
        `${side} ${plain(LogicalId).replace(/Role$/, '')}`,
        resourcesOf(templates[side], 'AWS::IAM::Policy')
          .filter(({ Properties }) =>
            listOf(Properties.Roles).some((role) => written(role) === `<${plain(LogicalId)}>`),
          )
          .flatMap(({ Properties }) => statementsIn(Properties.PolicyDocument)),
      ]),
    ),
  );

/** In a line: what may be done, to what, and to which part of it. */
export const lineOf = ({ effect, action, resource, condition }: Statement): string => {
  const { 'ForAllValues:StringLike': like, Null: none, StringEquals: equal, ...more } = condition;
  const conditions = [
    ...(like === undefined ? [] : [`only ${listOf(like['dynamodb:LeadingKeys']).join(' ')}`]),
    ...(like?.['dynamodb:Attributes'] === undefined
      ? []
      : [`and of an item only ${listOf(like['dynamodb:Attributes']).join(' ')}`]),
    ...(Object.keys(like ?? {}).some((key) => none?.[key] !== 'false') ? ['OR WITHOUT A KEY'] : []),
    ...(equal === undefined
      ? []
      : [
          `where ${Object.entries(equal)
            .map((entry) => entry.join(' is '))
            .join(', ')}`,
        ]),
    ...(Object.keys(more).length === 0 ? [] : [JSON.stringify(more)]),
  ];
  return [effect === 'Allow' ? '' : effect, action, resource, ...conditions].filter(Boolean).join(' ');
};

/** Whether the policy of a resource denies, to everybody, all that comes without TLS. */
export const refusesPlainHttp = (document: unknown): boolean =>
  (document as Listed | undefined)?.Statement.some(
    ({ Effect, Principal, Condition }) =>
      Effect === 'Deny' &&
      ['"*"', '{"AWS":"*"}'].includes(JSON.stringify(Principal)) &&
      JSON.stringify(Condition) === '{"Bool":{"aws:SecureTransport":"false"}}',
  ) ?? false;
