/**
 * Lambda gives a function its credentials in the environment. The SDK's chain looks for them in a dozen other places as
 * well, which is a third of the bundle: 429 KB with it, 293 KB without. The bundler puts this in its place; the local
 * service and the CLI keep the chain.
 */
import { fromEnv } from '@aws-sdk/credential-provider-env';

export const defaultProvider = fromEnv;
