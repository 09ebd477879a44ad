/** Something the user can put right: printed as one line without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** 1: found a problem or was refused; 2: the command or a setting was written wrongly. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
