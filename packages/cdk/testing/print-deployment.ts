import { writeSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { Guardrails } from '../src/guardrails.ts';
import { executionRoleArn, ProtectedRole, SentinelAccount, SentinelTvm } from '../src/index.ts';

// One deployment with everything that the constructs can make, as `npm run parity` reads it and the truth table judges
// it. Terraform's is scripts/parity/terraform/main.tf: what is given here is given there.
const [, , packagePath = ''] = process.argv;
const hub = '111122223333';
const workload = '444455556666';
const region = 'eu-west-1';
const emergencyRoleArns = [`arn:aws:iam::${workload}:role/Emergency`];
const emergencyUserArns = [`arn:aws:iam::${workload}:user/emergency`];
const apiRoleArn = executionRoleArn('api', { accountId: hub });
const managedPolicyArns = ['arn:aws:iam::aws:policy/AdministratorAccess'];
const app = new App();

const server = new Stack(app, 'hub', { env: { account: hub, region } });
new SentinelTvm(server, 'Sentinel', {
  packagePath,
  runtime: Runtime.NODEJS_22_X,
  protectedAccountIds: [workload, hub],
  callerAccountIds: [hub],
  channelTopicArns: [`arn:aws:sns:${region}:${hub}:sentinel-security`],
  cloudtrailLogGroupName: 'cloudtrail',
  createAlarmTopic: true,
  authorizer: { audiences: ['services.example.com'], apiIds: ['service001'] },
});

const account = new Stack(app, 'workload', { env: { account: workload, region } });
new SentinelAccount(account, 'Account', {
  revokerRoleArn: executionRoleArn('revoker', { accountId: hub }),
});
new ProtectedRole(account, 'Production', {
  roleName: 'SentinelProtected-Production',
  apiRoleArn,
  profiles: ['production'],
  emergencyRoleArns,
  emergencyUserArns,
  managedPolicyArns,
});
new ProtectedRole(account, 'Database', {
  roleName: 'SentinelProtected-Database',
  apiRoleArn,
  profiles: ['database', 'database-admin'],
  sourceIdentities: ['sentinel.approved.*', 'sentinel.breakglass.*'],
  mayChainTo: [`arn:aws:iam::${workload}:role/app-deployer`],
  managedPolicyArns,
});

const role = (name: 'api' | 'authorizer' | 'revoker' | 'notifier') =>
  executionRoleArn(name, { accountId: hub });
const guardrails = new Guardrails(new Stack(app, 'organisation'), 'Guardrails', {
  executionRoleArns: {
    api: role('api'),
    authorizer: role('authorizer'),
    revoker: role('revoker'),
    notifier: role('notifier'),
  },
  deployRoleArns: [`arn:aws:iam::${hub}:role/deploy`],
  policyWriterRoleArns: [`arn:aws:iam::${hub}:role/policy-writer`],
  emergencyRoleArns,
  emergencyUserArns: [...emergencyUserArns, `arn:aws:iam::${workload}:user/on-call`],
  keyArn: `arn:aws:kms:${region}:${hub}:key/00000000-0000-0000-0000-000000000000`,
  apiId: 'a1b2c3d4e5',
});

const { stacks } = app.synth();
const templates = stacks.map(({ stackName, template }) => [stackName, template] as const);
const { documents } = guardrails;
writeSync(
  1,
  JSON.stringify({
    ...Object.fromEntries(templates),
    guardrails: {
      organization: documents.organization,
      hub_functions: documents.hubFunctions,
      hub_state: documents.hubState,
      resources: documents.resources,
    },
  }),
);
