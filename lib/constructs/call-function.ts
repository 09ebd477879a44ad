import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type IFunction, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { bundleOptions } from './bundling.ts';
import { logSettings } from './log-settings.ts';

const projectRoot = join(import.meta.dirname, '..', '..');

/** `Env` is the function's own contract (`functions/<folder>/env.ts`): a missing or superfluous variable does not compile. */
export interface CallFunctionProps<Env extends Readonly<Record<string, string>>> {
  /** Folder in `functions/` whose `index.ts` exports `handler`. */
  readonly folder: string;
  /** For the Lambda console. */
  readonly description: string;
  /** In MB; CPU comes in proportion, one core at 1,769. */
  readonly memoryMb: number;
  /** Lambda ends it after this. */
  readonly timeoutMs: number;
  readonly environment: Env;
  /** Modules that the bundler replaces: import specifier to absolute path. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Whether the logs outlive the stack. */
  readonly keepLogs: boolean;
  /**
   * Where Lambda leaves an event that it gives up. A request leaves nothing, because its sender waits for the answer; what
   * is sent by anybody who does not wait would be gone without a trace.
   */
  readonly deadLetters: IQueue;
  /** Executions at once: kept for it, and its most. Without it, it shares the account's. */
  readonly reservedConcurrency?: number | undefined;
}

/**
 * A Lambda function, with a role of its own that may write to its own log group and nothing else
 * until somebody grants it more.
 */
export class CallFunction<Env extends Readonly<Record<string, string>>> extends Construct {
  readonly function: IFunction;

  constructor(scope: Construct, id: string, props: CallFunctionProps<Env>) {
    super(scope, id);

    const logGroup = new LogGroup(this, 'Logs', logSettings(props.keepLogs));
    // Not CDK's default role: its managed policy may write to every log group of the account.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grants.write(role);

    this.function = new NodejsFunction(this, 'Function', {
      description: props.description,
      entry: join(projectRoot, 'functions', props.folder, 'index.ts'),
      handler: 'handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb,
      timeout: Duration.millis(props.timeoutMs),
      environment: props.environment,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // X-Ray would need a grant on `*`; the one log line and the metrics of each answer carry its timings.
      tracing: Tracing.DISABLED,
      deadLetterQueue: props.deadLetters,
      ...(props.reservedConcurrency !== undefined && { reservedConcurrentExecutions: props.reservedConcurrency }),
      projectRoot,
      depsLockFilePath: join(projectRoot, 'package-lock.json'),
      bundling: {
        format: OutputFormat.ESM,
        target: bundleOptions.target,
        mainFields: [...bundleOptions.mainFields],
        minify: bundleOptions.minify,
        // The runtime's own copy of the SDK starts slower and changes under our feet.
        bundleAwsSDK: true,
        // Reading a map takes 11 ms of a 63 ms load and doubles the package (measured). A position in a stack trace is
        // looked up by bundling the same commit once more with `--sourcemap`.
        sourceMap: false,
        logLevel: LogLevel.WARNING,
        esbuildArgs: {
          '--alias': Object.entries({ ...bundleOptions.alias, ...props.aliases }).map(([from, to]) => `${from}=${to}`),
        },
      },
    });
  }
}
