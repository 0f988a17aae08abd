/** The accounts in which AssumeRole is tested: an api role in the hub, protected roles elsewhere. */
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from '@aws-sdk/client-sts';
import type { Faults } from '../src/http/call.ts';
import type { NewRole } from '../src/iam/entities.ts';
import { createIam } from '../src/iam/iam.ts';
import { startSts } from '../src/sts/sts.ts';
import { clientSettings, hub, type Keys, policy, region, testClock } from './test-bench.ts';

export const workload = '444455556666';
export const production = `arn:aws:iam::${workload}:role/SentinelProtected-production`;
export const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
export const stsActions = ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'];

/** What a caller may do, and what a role's trust says; each test changes one of them. */
export type Stage = {
  readonly callerActions?: readonly string[];
  readonly callerResource?: string;
  readonly trustActions?: readonly string[];
  readonly trustPrincipal?: unknown;
  readonly trustCondition?: object;
  readonly maxSessionSeconds?: number;
  readonly faults?: Faults;
};

/** The least that is legal. */
export const plain: AssumeRoleCommandInput = { RoleArn: production, RoleSessionName: 'alice' };

export async function openStage(stage: Stage = {}) {
  const iam = createIam();
  const clock = testClock();
  const { callerActions = stsActions, callerResource = '*', trustActions = stsActions } = stage;
  const permissions = {
    policies: [policy({ Effect: 'Allow', Action: callerActions, Resource: callerResource })],
  };
  const lambda = policy({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'lambda.amazonaws.com' },
  });
  const api = iam.addRole({ accountId: hub, name: 'sentinel-api', trust: lambda, ...permissions });
  const user = iam.addUser({ accountId: hub, name: 'alice', ...permissions });
  iam.putManagedPolicy(readOnly, policy({ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }));

  const addRole = (name: string, more: Partial<NewRole> = {}) =>
    iam.addRole({
      accountId: workload,
      name,
      trust: policy({
        Effect: 'Allow',
        Action: trustActions,
        Principal: stage.trustPrincipal ?? { AWS: [api.arn, user.arn] },
        ...(stage.trustCondition === undefined ? {} : { Condition: stage.trustCondition }),
      }),
      maxSessionSeconds: stage.maxSessionSeconds ?? 43_200,
      ...more,
    });
  addRole('SentinelProtected-production');

  const faults = stage.faults === undefined ? {} : { faults: stage.faults };
  const sts = await startSts({ iam, region, clock, ...faults });
  const client = (keys: Keys) => new STSClient(clientSettings(sts.url, keys, clock));
  const openApi = () =>
    iam.openSession({
      roleArn: api.arn,
      sessionName: 'sentinel-api',
      issuedAtMs: clock.nowMs(),
      expiresAtMs: clock.nowMs() + 12 * 3_600_000,
      carried: { 'lambda:SourceFunctionArn': `arn:aws:lambda:${region}:${hub}:function:sentinel` },
    });
  const apiKeys = openApi();
  const userKeys = iam.addAccessKey(user.arn);
  const assume = (ask: Partial<AssumeRoleCommandInput> = {}, keys: Keys = apiKeys) =>
    client(keys).send(new AssumeRoleCommand({ ...plain, ...ask }));
  return { iam, clock, sts, client, assume, addRole, api, user, apiKeys, userKeys };
}

/** The keys that an AssumeRole answered. */
export function issuedKeys(
  answer: Awaited<ReturnType<Awaited<ReturnType<typeof openStage>>['assume']>>,
): Keys {
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = answer.Credentials ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

/** A session policy that allows reading S3. */
export const inline = JSON.stringify(policy({ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }));

/** So many session tags. */
export function tags(count: number) {
  return Array.from({ length: count }, (_, at) => ({ Key: `K${at}`, Value: 'v' }));
}

export type Ask = Partial<AssumeRoleCommandInput>;
