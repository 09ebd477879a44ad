import type { Construct } from 'constructs';
import type { StageConfig } from './config.ts';
import { CallApi, type CallApiProps } from './constructs/call-api.ts';
import { RestCallApi } from './constructs/rest-call-api.ts';

/** The API of a stack: one that is open to whoever has the key, or one for the provider's addresses only. */
export const frontDoor = (
  scope: Construct,
  { restriction }: Pick<StageConfig, 'restriction'>,
  props: CallApiProps,
): CallApi | RestCallApi =>
  // Under another id, because CloudFormation never turns one kind of API into the other.
  restriction === undefined
    ? new CallApi(scope, 'Api', props)
    : new RestCallApi(scope, 'RestApi', { ...props, restriction });
