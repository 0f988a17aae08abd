import { CreatePolicyCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import { putDeny } from '@sentinel/core/put-deny';
import { denyPolicy } from '@sentinel/core/revocation/deny-policy';
import type { RevocationAccount } from '@sentinel/core/revoker-ports';
import { aRevocation, targets } from '@sentinel/core/testing/a-revocation';
import { noon } from '@sentinel/core/testing/contracts/a-session';
import { revocationPoliciesContract } from '@sentinel/core/testing/contracts/revocation-policies';
import { createIam } from '@sentinel/devstack/iam/iam';
import { iamRegion, startIamApi } from '@sentinel/devstack/iam-api/iam-api';
import { startSts } from '@sentinel/devstack/sts/sts';
import { iamRevocations } from '@sentinel/tvm/adapters/iam-revocations';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account, type Keys, region, systemClock } from './aws-api.ts';
import { hasMoto, type Moto, startMoto } from './moto.ts';

const nobody = denyPolicy([], { account, partition: 'aws', nowMs: noon }).document;
const closes: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closes) await close();
});

/** An account whose `SentinelRevoker` may do with the one policy what the revoker does, and nothing else. */
async function standIns() {
  const at = accountOf(account);
  const iam = createIam();
  const revoker = iam.addUser({
    accountId: '222233334444',
    name: 'revoker',
    policies: [policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: at.roleArn })],
  });
  iam.addRole({
    accountId: account,
    name: 'SentinelRevoker',
    trust: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: revoker.arn } }),
    policies: [
      policy({
        Effect: 'Allow',
        Action: [
          'iam:ListPolicyVersions',
          'iam:GetPolicyVersion',
          'iam:CreatePolicyVersion',
          'iam:DeletePolicyVersion',
        ],
        // A second one that does not exist, so that asking for it is told from not being allowed to.
        Resource: [at.policyArn, `${at.policyArn}2`],
      }),
    ],
  });
  const around = { iam, clock: systemClock };
  const api = await startIamApi({ ...around, policies: { [at.policyArn]: JSON.parse(nobody) } });
  const sts = await startSts({ ...around, region });
  closes.push(api.close, sts.close);
  const own = iam.addAccessKey(revoker.arn);
  return { connect: () => adapter({ iam: api.url, sts: sts.url, keys: own }), at };
}

revocationPoliciesContract('in the stand-ins', standIns);

describe.skipIf(!hasMoto())('with moto', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
  }, 60_000);
  afterAll(() => moto.close());

  const inMoto = async () => {
    const { endpoint = '', credentials } = await moto.emptyParameters();
    const at = accountOf('123456789012');
    const iam = new IAMClient({ endpoint, region: iamRegion, credentials });
    const trust = policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } });
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'SentinelRevoker',
        AssumeRolePolicyDocument: JSON.stringify(trust),
      }),
    );
    await iam.send(
      new CreatePolicyCommand({ PolicyName: 'SentinelRevocations', PolicyDocument: nobody }),
    );
    iam.destroy();
    return { connect: () => adapter({ iam: endpoint, sts: endpoint, keys: credentials }), at };
  };

  revocationPoliciesContract('in moto', inMoto);

  test('each shape of the policy is taken, version after version', () => takesAll(inMoto));
});

test('the stand-ins take each shape of the policy, version after version', () =>
  takesAll(standIns));

/** Moto parses policies by rules of its own, as the stand-in does. */
async function takesAll(start: typeof standIns): Promise<void> {
  const { connect, at } = await start();
  const policies = connect();
  const role = `arn:aws:iam::${at.account}:role/SentinelProtected-Production`;
  const shapes = [
    [],
    [aRevocation(1, { target: targets.session('sentinel.auto.00000000000000a1.alice', role) })],
    [aRevocation(1, { target: targets.users(['alice', 'b+c@example.com'], 'production') })],
    [aRevocation(1, { target: targets.users(['iam_bob=abcdefghijklm']) })],
    [aRevocation(1, { target: targets.profile('production', role) })],
    Array.from({ length: 40 }, (_, n) =>
      aRevocation(n, { target: targets.users([`user-${n}`]), doneAtMs: noon + n * 1000 }),
    ),
    Array.from({ length: 23 }, (_, n) => aRevocation(n, { target: targets.users([`user-${n}`]) })),
  ];
  for (const revocations of shapes) {
    const { document } = denyPolicy(revocations, { ...at, partition: 'aws', nowMs: noon });

    await putDeny(at, document, { policies, timer: { wait: () => Promise.resolve() } });

    const inForce = (await policies.versions(at)).find(({ isDefault }) => isDefault);
    expect(await policies.read(at, inForce?.id ?? '')).toBe(document);
  }
}

function adapter(to: { readonly iam: string; readonly sts: string; readonly keys: Keys }) {
  return iamRevocations({
    sts: new STSClient({ endpoint: to.sts, region, credentials: to.keys }),
    connect: (credentials) =>
      new IAMClient({ endpoint: to.iam, region: iamRegion, credentials, maxAttempts: 1 }),
  });
}

function accountOf(id: string): RevocationAccount {
  return {
    account: id,
    policyArn: `arn:aws:iam::${id}:policy/SentinelRevocations`,
    roleArn: `arn:aws:iam::${id}:role/SentinelRevoker`,
  };
}

function policy(statement: object) {
  return { Version: '2012-10-17', Statement: [statement] };
}
