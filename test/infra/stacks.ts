import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll } from 'vitest';
import cdk from '../../cdk.json' with { type: 'json' };
import { readConfig, type StageConfig } from '../../lib/config.ts';
import { EventsStack } from '../../lib/events-stack.ts';
import { FallbackStack } from '../../lib/fallback-stack.ts';
import { PrimaryStack } from '../../lib/primary-stack.ts';

/** Two accepted keys, as hashes. */
export const keyHashes = ['1'.repeat(64), 'ab'.repeat(32)] as const;

/** What stands in front of the functions: the usual, and what whoever knows the provider's addresses may have instead. */
export const frontDoors = {
  'HTTP APIs': { keyHashes },
  'REST APIs for some addresses': { keyHashes, restrictTo: '203.0.113.0/24,198.51.100.7' },
  'the same behind WAF': { keyHashes, restrictTo: '203.0.113.0/24,198.51.100.7', waf: true },
} as const;

export const configFrom = (context: Record<string, unknown>): StageConfig => readConfig((key) => context[key]);

/** One folder a test file: a template is read when it is made, so the next app may write over it. */
const outdir = mkdtempSync(join(tmpdir(), 'dial-whom-infra-'));
afterAll(() => rmSync(outdir, { recursive: true }));

/** Warnings are looked at by the tests; printing them as well would bury the results. */
const quiet = { '@aws-cdk/core:annotationsInValidationReport': false };

/** All stacks, as `bin/app.ts` makes them from this context; bundling and the template linter are off. */
export const makeStacks = (context: Record<string, unknown> = { keyHashes }, account?: string) => {
  const app = new App({ outdir, context: { ...cdk.context, ...quiet } });
  const settings = { config: configFrom(context), ...(account && { account }) };
  const primary = new PrimaryStack(app, settings);
  const fallback = new FallbackStack(app, { ...settings, floorFile: '/nowhere/floor.json' });
  const { state, logGroup: primaryLogs, alarmTopic } = primary;
  const events = new EventsStack(app, { ...settings, state, primaryLogs, alarmTopic });
  return { primary, fallback, events };
};

export const makeTemplates = (context?: Record<string, unknown>, account?: string) => {
  const { primary, fallback, events } = makeStacks(context, account);
  return {
    primary: Template.fromStack(primary),
    fallback: Template.fromStack(fallback),
    events: Template.fromStack(events),
  };
};

export type Templates = ReturnType<typeof makeTemplates>;

type Resource = { LogicalId: string; Type: string; Properties: Record<string, unknown>; [attribute: string]: unknown };

/** All resources of a template, or those of one type. */
export const resourcesOf = (template: Template, type?: string): Resource[] =>
  Object.entries(template.toJSON().Resources as Record<string, Omit<Resource, 'LogicalId'>>)
    .map(([LogicalId, resource]) => ({ LogicalId, ...resource }) as Resource)
    .filter((resource) => type === undefined || resource.Type === type);

/** The one resource of its type that has this path in the tree, which is its logical id without the hash. */
export const resourceNamed = (template: Template, type: string, name: string): Resource => {
  const found = resourcesOf(template, type).find(({ LogicalId }) => LogicalId.slice(0, -8) === name);
  if (!found) throw new Error(`there is no ${type} called ${name}`);
  return found;
};

/** What CloudFormation puts in for the account, where it is not known before. */
export const accountId = { Ref: 'AWS::AccountId' } as const;

/** The only resource of its type; fails when there are more. */
export const onlyResource = (template: Template, type: string): Resource => {
  const [resource, ...others] = resourcesOf(template, type);
  if (!resource || others.length > 0)
    throw new Error(`expected one ${type}, found ${others.length + (resource ? 1 : 0)}`);
  return resource;
};
