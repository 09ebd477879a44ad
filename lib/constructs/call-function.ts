import { join } from 'node:path';
import { Duration, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type IFunction, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type LogGroupProps } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { bundleOptions } from './bundling.ts';

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
  readonly logs: LogGroupProps;
  /**
   * Where Lambda leaves an event that it gives up. A request leaves nothing, because its sender waits for the answer; what
   * is sent by anybody who does not wait would be gone without a trace.
   */
  readonly deadLetters: IQueue;
  /** Executions at once: kept for it, and its most. Without it, it shares the account's. */
  readonly reservedConcurrency?: number | undefined;
}

/**
 * A Lambda function, with a role of its own that may write to its own log group, send traces, and nothing else
 * until somebody grants it more.
 */
export class CallFunction<Env extends Readonly<Record<string, string>>> extends Construct {
  readonly function: IFunction;
  /** One line a request; see `docs/operations.md`. */
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: CallFunctionProps<Env>) {
    super(scope, id);

    this.logGroup = new LogGroup(this, 'Logs', props.logs);
    // Not CDK's default role: its managed policy may write to every log group of the account.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.logGroup.grants.write(role);
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'Only to send traces to X-Ray, whose two actions for that know no resource: there is nothing else to grant them on. ' +
        'A test compares every other permission of the role with a table, and none is on everything.',
    });

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
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      // By Lambda itself, without a library: a tracer would add 36 ms to each start (measured), and the line of each
      // request has its timings. Grants two actions of X-Ray on everything, because they know no resource.
      tracing: Tracing.ACTIVE,
      deadLetterQueue: props.deadLetters,
      ...(props.reservedConcurrency !== undefined && { reservedConcurrentExecutions: props.reservedConcurrency }),
      projectRoot,
      depsLockFilePath: join(projectRoot, 'package-lock.json'),
      bundling: {
        format: OutputFormat.ESM,
        target: bundleOptions.target,
        mainFields: [...bundleOptions.mainFields],
        minify: bundleOptions.minify,
        // Else the construct leaves the SDK's clients out of the bundle, and nothing stands in their place.
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
