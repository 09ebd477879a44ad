/** As much of IAM as our policies use: who may do what is worked out here as AWS would, and what is unknown is refused. */

export type Condition = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export type Statement = {
  readonly effect: string;
  readonly action: string;
  /** By the name that the template has for it. */
  readonly resource: string;
  readonly condition: Condition;
};

export type AwsRequest = {
  readonly action: string;
  readonly resource: string;
  /** What the service tells IAM of the request; a key that it does not tell is absent. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
};

/** Nothing is allowed that no statement allows, and nothing that one denies. */
export const isAllowed = (statements: readonly Statement[], request: AwsRequest): boolean => {
  const meant = statements.filter((statement) => isMeant(statement, request));
  return meant.some(({ effect }) => effect === 'Allow') && meant.every(({ effect }) => effect === 'Allow');
};

const isMeant = ({ action, resource, condition }: Statement, request: AwsRequest): boolean =>
  action === request.action &&
  resource === request.resource &&
  Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, value]) => holds(operator, listOf(value), request.context?.[key])),
  );

/** `told` is `undefined` when the service tells nothing under that key. */
const holds = (operator: string, values: readonly string[], told: string | readonly string[] | undefined): boolean => {
  switch (operator) {
    case 'Null':
      return values.includes(String(told === undefined));
    case 'StringEquals':
      return typeof told === 'string' && values.includes(told);
    case 'ForAllValues:StringLike':
      // True when there is nothing to look at: that is why Null stands beside it.
      return listOf(told ?? []).every((one) => values.some((pattern) => isLike(one, pattern)));
    default:
      throw new Error(`no policy of ours may use ${operator}: nobody here knows what it means`);
  }
};

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value : [value]).map(String);

/** A `*` at the end is any text; our patterns have it nowhere else. */
const isLike = (text: string, pattern: string): boolean =>
  pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern;
