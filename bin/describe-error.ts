/** What went wrong with AWS or the network, and what to do: what every first user meets, without a stack. */

/** One line, or `undefined` for what is a fault of ours and deserves its stack. */
export const describeError = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  return describe((error as NodeJS.ErrnoException).code ?? error.name, error.message);
};

/** Of a cause as stores give it, `ExpiredTokenException: ...`; what is not known stays as it is. */
export const describeCause = (cause: string): string => {
  const [name = '', ...message] = cause.split(': ');
  return describe(name, message.join(': ')) ?? cause;
};

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
    case 'ValidationException':
      return message.toLowerCase().includes('item size')
        ? 'an item is larger than the 400 KB DynamoDB takes: shorten its lists or texts, or the note'
        : undefined;
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'TimeoutError':
      return `nothing answers there (${name}): check --endpoint, --region and the network`;
    case 'ERR_INVALID_URL':
      return 'that endpoint is no URL: write one such as http://127.0.0.1:8000';
    default:
      return message.includes('Region is missing')
        ? 'no AWS Region given: add --region, such as ap-south-1'
        : message.startsWith('Region not accepted')
          ? 'that is no AWS Region: write --region as AWS does, such as ap-south-1'
          : undefined;
  }
};
