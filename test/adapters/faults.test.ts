import { describe } from 'vitest';
import { connect, localConnection } from '../../functions/adapters/dynamo.ts';
import { clientFaultsContract } from './client-faults.contract.ts';

describe('the client of the SDK', () => clientFaultsContract((endpoint) => connect(localConnection(endpoint))));
