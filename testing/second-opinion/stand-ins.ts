import { anAsk } from '@sentinel/core/testing/contracts/credentials';
import { startDynamoDb } from '@sentinel/devstack/dynamodb/dynamodb';
import type { Running } from '@sentinel/devstack/http/service';
import { createIam, type Iam } from '@sentinel/devstack/iam/iam';
import { startSsm } from '@sentinel/devstack/ssm/ssm';
import { startSts } from '@sentinel/devstack/sts/sts';
import {
  type AwsApi,
  account,
  type ClientSettings,
  type Keys,
  region,
  systemClock,
} from './aws-api.ts';

/** The dev stack's servers, with the role that the contracts assume. */
export async function startStandIns(): Promise<AwsApi & { readonly iam: Iam }> {
  const iam = createIam();
  const credentials = openServer(iam);
  const around = { iam, region, clock: systemClock };
  const running: Running[] = [];
  const settingsOf = (one: Running): ClientSettings => {
    running.push(one);
    return { endpoint: one.url, region, credentials, maxAttempts: 1 };
  };
  return {
    iam,
    sts: settingsOf(await startSts(around)),
    emptyParameters: async () => settingsOf(await startSsm({ ...around, accountId: account })),
    emptyTable: async (table) =>
      settingsOf(await startDynamoDb({ ...around, accountId: account, tables: [table] })),
    close: async () => {
      await Promise.all(running.map((one) => one.close()));
    },
  };
}

/** The server's role, which may do all, in a session as Lambda would open it; the protected role trusts it. */
function openServer(iam: Iam): Keys {
  const allowAll = statement({ Action: '*', Resource: '*' });
  const api = iam.addRole({
    accountId: account,
    name: 'sentinel-api',
    trust: statement({ Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }),
    policies: [allowAll],
  });
  iam.addRole({
    accountId: account,
    name: anAsk.roleArn.slice(anAsk.roleArn.indexOf('/') + 1),
    trust: statement({
      Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
      Principal: { AWS: api.arn },
    }),
    maxSessionSeconds: 43_200,
  });
  for (const arn of anAsk.policyArns) iam.putManagedPolicy(arn, allowAll);
  return iam.openSession({
    roleArn: api.arn,
    sessionName: 'sentinel-api',
    issuedAtMs: systemClock.nowMs(),
    expiresAtMs: systemClock.nowMs() + 3_600_000,
  });
}

function statement(about: object) {
  return { Version: '2012-10-17', Statement: { Effect: 'Allow', ...about } };
}
