/** What went wrong with AWS or the network, and what to do: what every first user meets, without a stack. */

/** One line, or `undefined` for what is a fault of ours and deserves its stack. */
export const describeError = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  const { code, asked } = error as NodeJS.ErrnoException & Asked;
  // Either may be the one that tells: the SDK's own time-out has both, and the code of a signal's is a number.
  const line =
    describe(error.name, error.message) ??
    (typeof code === 'string' ? describe(code, error.message) : undefined) ??
    describeAnswer(error);
  return line === undefined || asked === undefined ? line : `${line.replace(/\.$/, '')}. Asked was ${asked}`;
};

/** Which table it was, where a command has not said so before. */
type Asked = { readonly asked?: string };

/** Of a cause as stores give it, `ExpiredTokenException: ...`, `Error: connect ECONNREFUSED ...`; what is not known stays. */
export const describeCause = (cause: string): string => {
  const [name = '', ...message] = cause.split(': ');
  // The status is not in it, but the SDK's mark of an answer that it could not read is.
  if (name === 'SyntaxError' && cause.includes('Deserialization error')) return noDynamo();
  const code = /\bE[A-Z_]{4,}\b/.exec(cause)?.[0] ?? '';
  return describe(name, message.join(': ')) ?? describe(code, '') ?? cause;
};

/** An answer that the SDK could not read, or that does not say in DynamoDB's way what is wrong. */
const describeAnswer = (error: Error): string | undefined => {
  const { $response } = error as { readonly $response?: { readonly statusCode?: number } };
  const status = $response?.statusCode;
  if (status === undefined) return undefined;
  if (error.name === 'SyntaxError') return noDynamo(status);
  if (error.name !== 'Unknown') return undefined;
  return status >= 500 ? serverFault(`HTTP ${status}`) : noDynamo(status);
};

const noDynamo = (status?: number): string =>
  `what answers there is no DynamoDB${status === undefined ? '' : ` (HTTP ${status})`}: a proxy, or another service; check --endpoint, --region and the network`;

const serverFault = (what: string): string =>
  `DynamoDB cannot answer at the moment (${what}): wait a little; if it lasts, look at https://health.aws.amazon.com for its Region`;

const describe = (name: string, message: string): string | undefined => {
  switch (name) {
    case 'CredentialsProviderError':
    case 'TokenProviderError':
      // Only these say more than that there are none: a profile that is not there, an SSO session that is over.
      return /profile|SSO/.test(message)
        ? `no AWS credentials: ${message.replace(/\.$/, '')}; --profile or AWS_PROFILE names another profile`
        : 'no AWS credentials found: log in, or name them with --profile, AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';
    case 'ExpiredTokenException':
    case 'ExpiredToken':
    case 'InvalidSignatureException':
    case 'UnrecognizedClientException':
    case 'MissingAuthenticationTokenException':
      return `AWS does not accept these credentials (${name}): log in again, or check --profile`;
    case 'AccessDeniedException':
      return `these AWS credentials may not do this: ${message}`;
    case 'ResourceNotFoundException':
      return 'there is no such table: check --table and --region (the output TableName of cdk deploy), and --profile; or start npm start once';
    case 'ProvisionedThroughputExceededException':
    case 'ThrottlingException':
    case 'RequestLimitExceeded':
      return `DynamoDB takes no more at the moment (${name}): wait a little`;
    case 'InternalServerError':
    case 'InternalFailure':
    case 'ServiceUnavailableException':
    case 'ServiceUnavailable':
      return serverFault(name);
    case 'ValidationException':
      return describeInvalid(message);
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'EPIPE':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'TimeoutError':
      return `nothing answers there (${name}): check --endpoint, --region and the network`;
    case 'EPROTO':
      return 'no TLS comes about with what answers there (EPROTO): where it speaks none write --endpoint with http://, or else look for a proxy in between';
    case 'ERR_INVALID_URL':
      return 'that endpoint is no URL: write one such as http://127.0.0.1:8000';
    default:
      return describeMessage(message);
  }
};

const describeInvalid = (message: string): string | undefined => {
  if (/item size/i.test(message))
    return 'an item is larger than the 400 KB DynamoDB takes: shorten its lists or texts, or the note';
  // The keys of `requestItems` are the tables of a batch.
  if (/table ?name|requestItems/i.test(message))
    return 'that is no name of a table: --table takes 3 to 255 letters, digits, -, _ and ., such as the output TableName of cdk deploy';
  return undefined;
};

/** Of errors whose name says nothing, and which a cause gives without their code. */
const describeMessage = (message: string): string | undefined => {
  if (message.includes('Region is missing')) return 'no AWS Region given: add --region, such as ap-south-1';
  if (message.startsWith('Region not accepted'))
    return 'that is no AWS Region: write --region as AWS does, such as ap-south-1';
  // Each of OpenSSL's reasons has the word. Behind the semicolon Node says what to do, for a command line that is not ours.
  if (/\bcertificate\b/.test(message))
    return `the certificate there is not trusted (${message.split(';')[0]}): is there a proxy in between? NODE_EXTRA_CA_CERTS=FILE names its CA, NODE_OPTIONS=--use-system-ca takes those of this machine`;
  return undefined;
};
