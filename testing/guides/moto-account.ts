import { CreatePolicyVersionCommand, IAMClient } from '@aws-sdk/client-iam';
import { signedFetch } from '@sentinel/devstack/testing/signers';
import type { Moto } from '../second-opinion/moto.ts';

const logGroup = '/aws/lambda/sentinel-api';

type Question = {
  readonly service: string;
  readonly method?: string;
  readonly path?: string;
  readonly action?: string;
  readonly body?: string;
};

/** What Terraform gave the function for its environment. */
export async function environmentOf(moto: Moto): Promise<Readonly<Record<string, string>>> {
  const { body } = await ask(moto, {
    service: 'lambda',
    method: 'GET',
    path: '/2015-03-31/functions/sentinel-api/configuration',
  });
  return { ...JSON.parse(body).Environment.Variables, AWS_REGION: 'eu-west-1' };
}

/** Where the function reaches AWS: as its role, whose keys moto does not check. */
export function functionAt({ sts }: Moto) {
  const credentials = { ...sts.credentials, sessionToken: 'token' };
  return { endpoint: `${sts.endpoint}`, region: sts.region, credentials };
}

/** As Lambda does it: what the function writes goes to its log group. */
export async function putLines(moto: Moto, lines: readonly string[]): Promise<void> {
  const logStreamName = 'a-stream';
  const logEvents = lines.map((message) => ({ timestamp: Date.now(), message }));
  const named = { logGroupName: logGroup, logStreamName };
  for (const [action, body] of [
    ['Logs_20140328.CreateLogStream', named],
    ['Logs_20140328.PutLogEvents', { ...named, logEvents }],
  ] as const) {
    const { status } = await ask(moto, { service: 'logs', action, body: JSON.stringify(body) });
    if (status !== 200) throw new Error(`${action}: ${status}`);
  }
}

/** What Terraform has put into Parameter Store. */
export async function parameter(moto: Moto, name: string): Promise<string> {
  const { body } = await ask(moto, {
    service: 'ssm',
    action: 'AmazonSSM.GetParameter',
    body: JSON.stringify({ Name: name }),
  });
  return JSON.parse(body).Parameter.Value;
}

/** As the revoker does it: the policy that denies what was revoked gets a version, which comes into force. */
export async function revokeSomething(moto: Moto): Promise<void> {
  const client = new IAMClient(moto.sts);
  const revoked = {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceIdentity': 'sentinel.direct.00000000000000a1.mal' } },
    },
  };
  await client.send(
    new CreatePolicyVersionCommand({
      PolicyArn: 'arn:aws:iam::123456789012:policy/SentinelRevocations',
      PolicyDocument: JSON.stringify(revoked),
      SetAsDefault: true,
    }),
  );
  client.destroy();
}

function ask(moto: Moto, { service, method = 'POST', path = '/', action, body }: Question) {
  return signedFetch(`${moto.sts.endpoint}${path}`, {
    method,
    credentials: moto.sts.credentials,
    region: 'eu-west-1',
    service,
    now: new Date(),
    ...(body !== undefined && { body }),
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      ...(action !== undefined && { 'x-amz-target': action }),
    },
  });
}
