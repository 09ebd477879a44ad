import { RemovalPolicy } from 'aws-cdk-lib';
import type { LogGroupProps } from 'aws-cdk-lib/aws-logs';
import type { StageConfig } from '../config.ts';

/** How long the lines of a stage are kept, and whether they outlive their stack. CloudWatch's own default is for ever. */
export const logSettings = ({ logDays, protect }: Pick<StageConfig, 'logDays' | 'protect'>): LogGroupProps => ({
  retention: logDays,
  removalPolicy: protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
});
