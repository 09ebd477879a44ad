import { RemovalPolicy } from 'aws-cdk-lib';
import { type LogGroupProps, RetentionDays } from 'aws-cdk-lib/aws-logs';

/**
 * One year, which India's DPDP Rules 2025 ask of logs at least; CloudWatch's own default is for ever. With `keep` they
 * outlive their stack.
 */
export const logSettings = (keep: boolean): LogGroupProps => ({
  retention: RetentionDays.ONE_YEAR,
  removalPolicy: keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
});
