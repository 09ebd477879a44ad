import { CfnIPSet, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

/** Of one address in five minutes. A canary asks five times, and a person with a drill a few more. */
const mostOfStrangers = 100;

/** WAF samples requests for its console, and theirs hold keys and numbers. */
const unsampled = (metricName: string) => ({
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
  metricName,
});

/**
 * WAF in front of a stage: whoever is not the provider gets a few requests and is blocked before he costs a call. The
 * provider's own ranges are never counted: all calls come from a few addresses. L1, because CDK has nothing above it.
 */
export class CallFirewall extends Construct {
  constructor(scope: Construct, id: string, stageArn: string, ranges: readonly string[]) {
    super(scope, id);

    const provider = new CfnIPSet(this, 'Provider', {
      scope: 'REGIONAL',
      ipAddressVersion: 'IPV4',
      addresses: [...ranges],
    });
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: unsampled('Requests'),
      rules: [
        {
          name: 'strangers',
          priority: 0,
          action: { block: {} },
          visibilityConfig: unsampled('Strangers'),
          statement: {
            rateBasedStatement: {
              aggregateKeyType: 'IP',
              limit: mostOfStrangers,
              evaluationWindowSec: 300,
              scopeDownStatement: {
                notStatement: { statement: { ipSetReferenceStatement: { arn: provider.attrArn } } },
              },
            },
          },
        },
      ],
    });
    new CfnWebACLAssociation(this, 'Association', { resourceArn: stageArn, webAclArn: acl.attrArn });
  }
}
