import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { deniedIn, iamAnswer } from '../../testing/local-iam.ts';
import { type LocalServer, localServer, type Received } from '../../testing/local-server.ts';
import { assumed } from '../../testing/local-sts.ts';
import { wireRevoker } from './wire.ts';

const other = {
  account: '777788889999',
  policyArn: 'arn:aws:iam::777788889999:policy/SentinelRevocations',
  roleArn: 'arn:aws:iam::777788889999:role/SentinelRevoker',
};
/** Keys that STS gives for an account's role. */
const keyOf: Readonly<Record<string, string>> = {
  [deniedIn.roleArn]: 'ASIAROLE444455556666',
  [other.roleArn]: 'ASIAROLE777788889999',
};
const functionKey = 'ASIAFUNCTIONSOWN0000';

let sts: LocalServer;
let iam: LocalServer;

beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', functionKey);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_SESSION_TOKEN', `token of ${functionKey}`);
  sts = await localServer(({ body }) => {
    const accessKeyId = keyOf[new URLSearchParams(body).get('RoleArn') ?? ''];
    const changes = { accessKeyId, sessionToken: `token of ${accessKeyId}` };
    return assumed(`${body}&DurationSeconds=3600`, Date.now(), changes);
  });
  iam = await localServer(() =>
    iamAnswer(
      'CreatePolicyVersion',
      '<PolicyVersion><VersionId>v2</VersionId><IsDefaultVersion>true</IsDefaultVersion></PolicyVersion>',
    ),
  );
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all([sts.close(), iam.close()]);
});

test('SEC-11 a Deny is written by the role of its account, which the function’s own assumes', async () => {
  const { policies } = wireRevoker(
    {
      table: 'sentinel',
      retentionDays: 1,
      accounts: [deniedIn, other],
      region: 'eu-west-1',
      partition: 'aws',
    },
    { sts: { endpoint: sts.url }, iam: { endpoint: iam.url } },
  );

  const created = [];
  for (const at of [deniedIn, other]) created.push(await policies.create(at, '{}').catch(String));

  const violation =
    'SECURITY VIOLATION: IAM, which refuses all but the account’s role, got no Deny';
  expect(iam.received.map(signerOf), violation).toEqual(
    Object.values(keyOf).map((key) => ({ key, token: `token of ${key}` })),
  );
  expect(created, violation).toEqual(['created', 'created']);
  expect(sts.received.map(signerOf)).toEqual(
    [0, 1].map(() => ({ key: functionKey, token: `token of ${functionKey}` })),
  );
});

function signerOf({ headers }: Received) {
  return {
    key: /Credential=(\w+)\//.exec(String(headers['authorization']))?.[1],
    token: headers['x-amz-security-token'],
  };
}
