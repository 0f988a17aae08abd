import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { executionRoleArn, Guardrails } from '../../src/index.ts';
import type { Rollout, Where } from './read-context.ts';

type GuardrailsStackProps = StackProps & { readonly where: Where; readonly rollout: Rollout };

/** Who may pass the server by, and change it: nobody but those who deploy. Belongs into the management account. */
export class GuardrailsStack extends Stack {
  constructor(scope: Construct, id: string, { where, rollout, ...props }: GuardrailsStackProps) {
    super(scope, id, props);
    const { hub, region, accounts } = where;
    const roleOf = (name: 'api' | 'revoker' | 'notifier') =>
      executionRoleArn(name, { accountId: hub });
    new Guardrails(this, 'Guardrails', {
      executionRoleArns: {
        api: roleOf('api'),
        revoker: roleOf('revoker'),
        notifier: roleOf('notifier'),
      },
      // By these CloudFormation works where the CDK deploys.
      deployRoleArns: [hub, ...accounts].map(
        (account) =>
          `arn:aws:iam::${account}:role/cdk-hnb659fds-cfn-exec-role-${account}-${region}`,
      ),
      keyArn: rollout.keyArn,
      apiId: rollout.apiId,
      targetIds: rollout.targets,
    });
  }
}
