import { describe, expect, it } from 'vitest';
import { nextSteps } from '../../bin/keys/next-steps.ts';
import { notDeployed, readOutputs, readTableOutput } from '../../bin/keys/outputs.ts';
import { urlsToPaste } from '../../bin/keys/pasted.ts';
import { aProject } from './a-project.ts';

const outputs = {
  'DialWhom-prod-Primary': {
    PrimaryUrl: 'https://a1.execute-api.ap-south-1.amazonaws.com/primary',
    TableName: 'T',
    DashboardUrl: 'https://d',
  },
  'DialWhom-prod-Fallback': { FallbackUrl: 'https://b1.execute-api.ap-southeast-1.amazonaws.com/fallback' },
  'DialWhom-prod-Events': { EventsUrl: 'https://e1.execute-api.ap-south-1.amazonaws.com/events' },
};
const all = ['primary', 'fallback', 'events'] as const;

const read = (content: unknown) => {
  const { path } = aProject({ 'o.json': typeof content === 'string' ? content : JSON.stringify(content) });
  return readOutputs(path('o.json'));
};

describe('the outputs of a deployment', () => {
  it('make complete URLs, and say stage, table and Regions', () => {
    const deployment = read(outputs);
    if (deployment.kind === 'refused') throw new Error(deployment.why);
    expect(deployment).toMatchObject({
      stage: 'prod',
      table: 'T',
      regions: { primary: 'ap-south-1', fallback: 'ap-southeast-1' },
      isNamed: false,
    });
    expect(urlsToPaste(deployment, { sides: all, applet: 'sales', key: 'K' }).map(({ url }) => url)).toEqual([
      'https://a1.execute-api.ap-south-1.amazonaws.com/primary/sales?key=K',
      'https://b1.execute-api.ap-southeast-1.amazonaws.com/fallback/sales?key=K',
      'https://e1.execute-api.ap-south-1.amazonaws.com/events/agent?key=K',
      'https://e1.execute-api.ap-south-1.amazonaws.com/events/passthru?key=K',
      'https://e1.execute-api.ap-south-1.amazonaws.com/events/status?key=K',
    ]);
  });

  it('are named where they are not known yet', () => {
    expect(urlsToPaste(notDeployed, { sides: ['fallback'], applet: 'main', key: 'K' })).toEqual([
      { side: 'fallback', where: 'Connect applet, Fallback URL', url: '<FallbackUrl>/main?key=K' },
    ]);
  });

  const { 'DialWhom-prod-Events': _, ...withoutEvents } = outputs;
  it.each([
    ['broken JSON', '{', /o\.json is not JSON/],
    ['nothing of ours', { Other: {} }, /of stacks such as DialWhom-prod-Primary: found Other$/],
    ['two stages', { ...outputs, 'DialWhom-dev-Primary': {} }, /outputs of stages prod, dev: say which with --stage$/],
    ['a stack left out', withoutEvents, /o\.json: DialWhom-prod-Events must have the URL EventsUrl: npx cdk deploy/],
    ['no URL', { ...outputs, 'DialWhom-prod-Events': { EventsUrl: 7 } }, /must have the URL EventsUrl/],
  ])('are refused when the file has %s, with what it must have', (_what, content, why) => {
    expect(read(content)).toEqual({ kind: 'refused', why: expect.stringMatching(why) });
  });

  it('are refused when there is no such file, with the command that writes it', () => {
    const { path } = aProject();
    expect(readOutputs(path('o.json'))).toEqual({
      kind: 'refused',
      why: `${path('o.json')} is not there: npx cdk deploy --all --outputs-file ${path('o.json')}`,
    });
  });
});

describe('the table in the outputs', () => {
  const primary = (stage: string, region: string) => ({
    [`DialWhom-${stage}-Primary`]: {
      PrimaryUrl: `https://a1.execute-api.${region}.amazonaws.com/primary`,
      TableName: `table-${stage}`,
    },
  });
  const tableIn = (content: unknown, stage?: string) => {
    const { path } = aProject({ 'o.json': JSON.stringify(content) });
    return readTableOutput(path('o.json'), stage);
  };
  const both = { ...primary('prod', 'ap-south-1'), ...primary('dev', 'us-east-1') };

  it('is that of the only stage, or of the one that is wanted, in the Region of its Primary URL', () => {
    const prod = { kind: 'table', table: 'table-prod', region: 'ap-south-1' };
    expect(tableIn(primary('prod', 'ap-south-1'))).toEqual(prod);
    expect(tableIn(both, 'prod')).toEqual(prod);
    expect(tableIn(both, 'dev')).toEqual({ kind: 'table', table: 'table-dev', region: 'us-east-1' });
  });

  it('is refused when it is not clear which, with what the file has', () => {
    const why = (...args: Parameters<typeof tableIn>) => (tableIn(...args) as { why: string }).why;
    expect(why(both)).toMatch(/o\.json holds the outputs of stages prod, dev: say which with --stage$/);
    expect(why(both, 'test')).toMatch(/o\.json holds no stage test: found prod, dev$/);
    expect(why({ 'DialWhom-prod-Fallback': {} })).toMatch(/DialWhom-prod-Primary must have TableName, .*--table and/);
    expect(
      why({ 'DialWhom-prod-Primary': { TableName: 'T', PrimaryUrl: 'https://calls.example.com/primary' } }),
    ).toMatch(/a PrimaryUrl of API Gateway/);
  });
});

describe('the next steps', () => {
  const words = (steps: readonly string[]) =>
    steps.map((step) => /deploy --all|Paste|canaries|drill|retire \S+/.exec(step)?.[0]);

  it('of a first key end with the drill', () => {
    expect(words(nextSteps(notDeployed, { sides: all, older: [] }))).toEqual([
      'deploy --all',
      'Paste',
      'canaries',
      'drill',
    ]);
  });

  it('say first what a deployment must not leave out, or the URLs at Exotel are gone', () => {
    const [deploy] = nextSteps(notDeployed, { sides: all, older: [] });
    expect(deploy).toMatch(/^Deploy: npx cdk deploy --all -c stage=\S+\. .*restrictTo.*cdk\.context\.json.* lapses/);
  });

  it('of a change end with the older keys, of the sides that changed', () => {
    const steps = nextSteps(notDeployed, { sides: ['primary'], older: ['11111111', '22222222'] });
    expect(words(steps)).toEqual(['deploy --all', 'Paste', 'canaries', 'drill', 'retire 11111111', 'retire 22222222']);
    expect(steps.at(-1)).toMatch(/keys retire 22222222 --for primary, and deploy again\.$/);
  });

  it('of the events need no canary, which asks the two URLs only', () => {
    const steps = nextSteps(notDeployed, { sides: ['events'], older: [] });
    expect(words(steps)).toEqual(['deploy --all', 'Paste', undefined]);
    expect(steps[2]).toMatch(/npx dial-whom calls --table/);
  });
});
