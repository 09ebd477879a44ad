/** A dashboard as CloudFormation gets it. */
import type { Template } from 'aws-cdk-lib/assertions';

/** Of a metric on a graph; an expression is an entry with nothing else. */
export type Options = {
  readonly id?: string;
  readonly expression?: string;
  readonly label?: string;
  readonly color?: string;
  readonly stat?: string;
  readonly region?: string;
  readonly period?: number;
  readonly visible?: boolean;
};

/** Namespace, name, then dimensions as key and value, and options last. */
export type Entry = readonly (string | Options)[];

export type Widget = {
  readonly type: 'metric' | 'alarm' | 'log';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title: string;
    readonly region: string;
    readonly view?: string;
    readonly stacked?: boolean;
    readonly sparkline?: boolean;
    readonly period?: number;
    readonly alarms?: readonly string[];
    readonly metrics?: readonly Entry[];
    readonly yAxis?: { readonly left?: { readonly label?: string } };
    readonly annotations?: {
      readonly horizontal: readonly { readonly value: number; readonly label: string; readonly color?: string }[];
    };
    readonly query?: string;
  };
};

export type Body = { readonly start: string; readonly widgets: readonly Widget[] };

type Joined = { 'Fn::Join': [string, (string | Record<string, string | string[]>)[]] };

/** The text of the only dashboard of a stack, with references written as their logical ids. */
export const bodyTextOf = (template: Template): string => {
  const [dashboard, ...others] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  if (dashboard === undefined || others.length > 0) throw new Error('expected one dashboard');
  const { DashboardBody } = dashboard.Properties as { DashboardBody: Joined };
  return DashboardBody['Fn::Join'][1]
    .map((part) => (typeof part === 'string' ? part : (Object.values(part).flat()[0] ?? '')))
    .join('');
};

export const bodyOf = (template: Template): Body => JSON.parse(bodyTextOf(template)) as Body;

export const optionsOf = (entry: Entry): Options => {
  const last = entry.at(-1);
  return typeof last === 'object' ? last : {};
};

export const textsOf = (entry: Entry): readonly string[] => entry.filter((part) => typeof part === 'string');
