import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AccountStack } from '../lib/account-stack.ts';
import { GuardrailsStack } from '../lib/guardrails-stack.ts';
import { HubStack } from '../lib/hub-stack.ts';
import { readRollout, readWhere } from '../lib/read-context.ts';

const app = new App();
const where = readWhere(app);
const rollout = readRollout(app);
const { hub, region, accounts, packagePath } = where;

const server = new HubStack(app, 'SentinelHub', {
  env: { account: hub, region },
  packagePath,
  accounts,
});
for (const account of accounts) {
  const stack = new AccountStack(app, `SentinelAccount-${account}`, {
    env: { account, region },
    hub,
  });
  // The server's roles come first: a trust policy names only roles that exist.
  stack.addStackDependency(server);
}
if (rollout !== undefined) {
  new GuardrailsStack(app, 'SentinelGuardrails', {
    env: { account: rollout.management, region },
    where,
    rollout,
  });
}
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
