/** What is in the account, asked of each service itself: CloudFormation may forget what it leaves behind. */
import type { Aws } from './aws.ts';
import { type Resource, regions, usedRegions } from './cdk.ts';

/** Resource type to the call that lists the physical ids of all there are. */
const listings: Record<string, readonly [service: string, operation: string, query: string, args?: object]> = {
  'AWS::ApiGatewayV2::Api': ['apigatewayv2', 'get_apis', 'Items[].ApiId'],
  'AWS::CloudWatch::Alarm': ['cloudwatch', 'describe_alarms', 'MetricAlarms[].AlarmName'],
  'AWS::CloudWatch::CompositeAlarm': [
    'cloudwatch',
    'describe_alarms',
    'CompositeAlarms[].AlarmName',
    { AlarmTypes: ['CompositeAlarm'] },
  ],
  'AWS::CloudWatch::Dashboard': ['cloudwatch', 'list_dashboards', 'DashboardEntries[].DashboardName'],
  'AWS::DynamoDB::GlobalTable': ['dynamodb', 'list_tables', 'TableNames'],
  'AWS::Events::Rule': ['events', 'list_rules', 'Rules[].Name'],
  'AWS::IAM::Role': ['iam', 'list_roles', 'Roles[].RoleName'],
  'AWS::Lambda::EventSourceMapping': ['lambda', 'list_event_source_mappings', 'EventSourceMappings[].UUID'],
  'AWS::Lambda::Function': ['lambda', 'list_functions', 'Functions[].FunctionName'],
  'AWS::Logs::LogGroup': ['logs', 'describe_log_groups', 'logGroups[].logGroupName'],
  'AWS::S3::Bucket': ['s3', 'list_buckets', 'Buckets[].Name'],
  'AWS::SNS::Topic': ['sns', 'list_topics', 'Topics[].TopicArn'],
  'AWS::SQS::Queue': ['sqs', 'list_queues', 'QueueUrls'],
};

/** Parts of one of these: they cannot outlive it. */
const parts = [
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::IAM::Policy',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Permission',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
];

/** Of these the emulator makes nothing. */
const unmade = ['AWS::Logs::QueryDefinition'];

/** Services with one list for all Regions. */
const global = ['iam', 's3'];

/** Types of which nobody could say whether something stayed. */
export const unlisted = (resources: readonly Resource[]): string[] => [
  ...new Set(
    resources.map(({ type }) => type).filter((type) => !(type in listings) && ![...parts, ...unmade].includes(type)),
  ),
];

/** A queue's is a URL, by the host that it was asked by; what is behind that is the same everywhere. */
const idOf = (physicalId: string): string => physicalId.replace(/^https?:\/\/[^/]+\//, '');

/** Those that CloudFormation says it made and their service does not know. */
export const missing = (resources: readonly Resource[], inventory: ReadonlySet<string>): Resource[] =>
  resources.filter(({ type, physicalId }) => type in listings && !inventory.has(`${type} ${idOf(physicalId)}`));

/** Everything there is, as `type physical-id`. */
export const takeInventory = async (aws: Aws): Promise<Set<string>> => {
  const calls = Object.entries(listings).flatMap(([type, [service, operation, query, args = {}]]) =>
    (global.includes(service) ? [regions.Primary] : usedRegions).map((region) => ({
      type,
      call: { service, operation, region, query, args },
    })),
  );
  const lists = await aws(calls.map(({ call }) => call));
  return new Set(
    calls.flatMap(({ type }, index) => ((lists[index] ?? []) as string[]).map((id) => `${type} ${idOf(id)}`)),
  );
};

/** `stack logical-id` of what is there beyond `before`, or `type physical-id` of what no stack made. */
export const namesOf = (
  after: ReadonlySet<string>,
  before: ReadonlySet<string>,
  made: readonly Resource[],
): string[] => {
  const known = new Map(made.map((one) => [`${one.type} ${idOf(one.physicalId)}`, `${one.stack} ${one.logicalId}`]));
  return [...after]
    .filter((one) => !before.has(one))
    .map((one) => known.get(one) ?? one)
    .sort();
};
