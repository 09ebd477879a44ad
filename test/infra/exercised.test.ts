/** What the handlers really ask of AWS, held against the policies they run under: nothing missing, nothing for nothing. */

import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyConfig } from '../../bin/change/apply.ts';
import { type SnapshotObject, startSnapshotObject } from '../../bin/local/snapshot-object.ts';
import { openTable } from '../../bin/table/open.ts';
import { createCallLog } from '../../functions/adapters/call-log.ts';
import { openCallState } from '../../functions/adapters/call-state.ts';
import { createCallerStore } from '../../functions/adapters/caller-store.ts';
import { cacheConfigs } from '../../functions/adapters/config-cache.ts';
import { keys } from '../../functions/adapters/config-keys.ts';
import { createConfigReader } from '../../functions/adapters/config-reader.ts';
import { createDirectory } from '../../functions/adapters/directory.ts';
import { createLiveStore } from '../../functions/adapters/live-store.ts';
import { createMarkStore } from '../../functions/adapters/mark-store.ts';
import { createParameter } from '../../functions/adapters/parameter.ts';
import { createSender } from '../../functions/adapters/signed-request.ts';
import { createSnapshotBucket } from '../../functions/adapters/snapshot-bucket.ts';
import { createWholeConfig } from '../../functions/adapters/whole-config.ts';
import { createHandler as createEvents } from '../../functions/events/handler.ts';
import { createHandler as createPrimary } from '../../functions/primary/handler.ts';
import { createHandler as createPublisher } from '../../functions/publisher/handler.ts';
import { type Asked, askedOf, recorded } from '../support/asked-of-aws.ts';
import { aConfig, aPool, four, national, one, two } from '../support/builders.ts';
import { isAllowed, type Statement } from '../support/iam.ts';
import { aRecord, invoke, type Query } from '../support/invoke.ts';
import { scheduled } from '../support/publishing.ts';
import { aTable, type TestTable } from '../support/tables.ts';
import { policiesOf } from './policies.ts';
import { makeTemplates } from './stacks.ts';

const clock = () => Date.now();
const credentials = { accessKeyId: 'local', secretAccessKey: 'local', sessionToken: 'local' };
const open = { kind: 'open' } as const;

/** What no handler of ours asks for, and who does. */
const byOthers: Readonly<Record<string, string>> = {
  'logs:CreateLogStream': 'Lambda writes the log',
  'logs:PutLogEvents': 'Lambda writes the log',
  'xray:PutTelemetryRecords': 'Lambda traces',
  'xray:PutTraceSegments': 'Lambda traces',
  'sqs:SendMessage': 'Lambda leaves what it gave up',
  'dynamodb:DescribeStream': 'Lambda reads the stream',
  'dynamodb:GetRecords': 'Lambda reads the stream',
  'dynamodb:GetShardIterator': 'Lambda reads the stream',
  'dynamodb:ListStreams': 'Lambda reads the stream',
  's3:ListBucket': 'S3 itself looks at it, to say 404 instead of 403',
};

describe('what the handlers ask of AWS', () => {
  let table: TestTable;
  let object: SnapshotObject;
  const asked: Record<string, Asked[]> = {};
  let policies: Record<string, Statement[]>;

  /** A connection of its own for a function, which is listened to. */
  const connected = (who: string) => {
    const own = openTable({ endpoint: table.endpoint, name: table.name });
    asked[who] = askedOf(own);
    return own;
  };
  const sender = (who: string, service: 's3' | 'ssm') => {
    const all = asked[who] ?? [];
    asked[who] = all;
    return recorded(all, createSender(service, 'local', credentials, clock));
  };

  const primaryOn = (own: ReturnType<typeof connected>) => {
    const record = aRecord();
    return createPrimary({
      stores: {
        configs: cacheConfigs(createConfigReader(own), { clock, ...record }),
        ...openCallState(own, record.log, clock),
        clock,
      },
      keys: open,
      ...record,
    });
  };

  const runPrimary = async () => {
    const own = connected('primary Answer');
    const primary = primaryOn(own);
    const ask = (CallSid: string, query: Query = {}) =>
      invoke(primary, { query: { CallSid, CallFrom: '09900112233', ...query } });
    await ask('c1');
    // Of whom nothing is known yet, because nobody offered him.
    await ask('c1', { DialWhomNumber: national(four), DialCallStatus: 'failed' });
    await ask('c1', { DialWhomNumber: national(one), DialCallStatus: 'busy' });
    await ask('c1', { DialWhomNumber: national(two), DialCallStatus: 'completed' });
    await ask('dial-whom-canary');
    // One of the two loses, and reads what won.
    await Promise.all([ask('c5'), ask('c5')]);
    // A cold start that meets an item which somebody broke by hand.
    await table.client.send(
      new PutCommand({ TableName: table.name, Item: { ...keys.pool('support'), strategy: 'by star sign' } }),
    );
    await invoke(primaryOn(own), { query: { CallSid: 'c4' } });
  };

  const runEvents = async () => {
    const own = connected('events Take');
    const { log } = aRecord();
    const events = createEvents({
      stores: {
        directory: createDirectory(own, log, clock),
        lives: createLiveStore(own, log),
        calls: createCallLog(own, log),
        callers: createCallerStore(own, log),
        clock,
      },
      keys: open,
      log,
    });
    const tell = (applet: string, query: Query) => invoke(events, { name: 'events', applet, query });
    const about = { CallSid: 'c9', CallFrom: '09900112244', DialWhomNumber: national(one) };
    await tell('agent', { ...about, EventType: 'Answered', Status: 'busy' });
    await tell('agent', { ...about, EventType: 'Terminal', Status: 'free', DialCallStatus: 'completed' });
    await tell('passthru', { CallSid: 'c1', CallType: 'client-hangup', DialCallStatus: 'canceled' });
  };

  const runPublisher = async () => {
    const who = 'primary PublisherPublish';
    const own = connected(who);
    const whole = createWholeConfig(own, clock);
    const marks = createMarkStore(own);
    const snapshots = createSnapshotBucket(object.endpoint, sender(who, 's3'));
    const publish = createPublisher({ whole, marks, snapshots, clock, ...aRecord() });
    // Of somebody who was put in by hand it judges the numbers, and then asks for a stamp on all.
    const byHand = { ...keys.agent('a4'), name: 'Four', numbers: [four] };
    await table.client.send(new PutCommand({ TableName: table.name, Item: byHand }));
    await publish(scheduled);
    await publish(scheduled);
  };

  beforeAll(async () => {
    policies = policiesOf(makeTemplates());
    [table, object] = await Promise.all([aTable(), startSnapshotObject()]);
    const sticky = { withinHours: 24, maxOffersPerHour: 12 };
    const config = aConfig({
      pools: { sales: aPool(['a1', 'a2', 'a3'], { sticky, overflow: ['support'] }), support: aPool(['a4']) },
    });
    await applyConfig(table, config, { by: 'test', at: new Date().toISOString() });
    await runPublisher();
    await runPrimary();
    await runEvents();
    const signal = new AbortController().signal;
    await createSnapshotBucket(object.endpoint, sender('fallback Answer', 's3')).read(signal);
    for (const side of ['primary', 'fallback']) {
      const ssm = sender(`${side} CanaryProbe`, 'ssm');
      await createParameter('/dial-whom/dev/canary-urls', object.endpoint, ssm).read(signal);
    }
  }, 60_000);
  afterAll(() => Promise.all([table.stop(), object.stop()]));

  /** All resources that a function may do this to, and there is never more than one. */
  const resourceOf = (who: string, action: string) =>
    (policies[who] ?? []).find((statement) => statement.action === action)?.resource ?? 'none';

  it('is allowed by their policies, each of it', () => {
    const refused = Object.entries(asked).flatMap(([who, all]) =>
      all
        .filter(
          ({ action, partitions, attributes }) =>
            !isAllowed(policies[who] ?? [], {
              action,
              resource: resourceOf(who, action),
              context: {
                'aws:ResourceAccount': '<AWS::AccountId>',
                ...(partitions && { 'dynamodb:LeadingKeys': partitions }),
                ...(attributes && { 'dynamodb:Attributes': attributes }),
              },
            }),
        )
        .map(({ action, partitions = [] }) => `${who} ${action} ${partitions.join(' ')}`),
    );
    for (const [who, all] of Object.entries(asked)) console.log(`asked of AWS by ${who}: ${all.length} requests`);
    expect([...new Set(refused)]).toEqual([]);
    expect(Object.keys(asked).sort()).toEqual(Object.keys(policies).sort());
  });

  it('is all that is allowed: no partition and no action is granted that none of them needs', () => {
    const kindOf = (partition: string) => partition.replace(/#.*/s, '#*');
    const needed = new Set(
      Object.entries(asked).flatMap(([who, all]) =>
        all.flatMap(({ action, partitions = [''] }) =>
          partitions.map((one) => `${who} ${action} ${kindOf(one)}`.trim()),
        ),
      ),
    );
    const granted = Object.entries(policies).flatMap(([who, statements]) =>
      statements
        .filter(({ action }) => byOthers[action] === undefined)
        .flatMap(({ action, condition }) =>
          [condition['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? '']
            .flat()
            .map((partition) => `${who} ${action} ${partition}`.trim()),
        ),
    );
    expect(granted.filter((one) => !needed.has(one))).toEqual([]);
  });

  it('leaves to AWS what no handler asks for: each such action is granted somewhere', () => {
    const granted = new Set(Object.values(policies).flatMap((all) => all.map(({ action }) => action)));
    expect(Object.keys(byOthers).filter((action) => !granted.has(action))).toEqual([]);
  });
});
