/** `npm run test:runtime`: the built bundles under AWS's own runtime client for Lambda. */
import { main, runSuite } from '../support/toolbox.ts';
import { runtimeClient } from './runtime-client.ts';

await main(async () => runSuite('test/lambda.config.ts', { LAMBDA_RUNTIME_CLIENT: runtimeClient() }));
