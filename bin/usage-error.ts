/** Something the user can put right: printed as one line without a stack, then exit code 1. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
