import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { aWorld, person } from '@sentinel/core/testing/a-world';
import { type App, createApp } from '@sentinel/tvm/http/app';
import { createApi } from '@sentinel/tvm/lambda/create-api';
import { aVend, rim } from '@sentinel/tvm/testing/an-event';
import type { ClientOptions } from '@sentinel/tvm/wire';
import type { HttpHandler } from '@smithy/protocol-http';
import { ask, documents } from '../stand-ins/documents.ts';

const settings = {
  AWS_REGION: 'eu-west-1',
  SENTINEL_TABLE: 'sentinel',
  SENTINEL_API_ID: rim.apiId,
  SENTINEL_ACCOUNT_ID: rim.apiAccountId,
} as const;

const credentials = {
  accessKeyId: 'ASIAEXAMPLEEXAMPLE01',
  secretAccessKey: 'secret',
  sessionToken: 'token',
};

/** Environment of the function, with the SDK pointed at the stand-ins. */
export function functionEnvironment(url: string): Readonly<Record<string, string>> {
  return {
    ...settings,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_ENDPOINT_URL: url,
  };
}

/** The server as on Lambda, its clients reaching AWS by these options. */
export function serverOnAws(options: ClientOptions): App {
  const client = { region: settings.AWS_REGION, credentials, ...options };
  return createApi({
    env: settings,
    clients: { dynamodb: client, ssm: client, sts: client },
    write: () => {},
  });
}

/** The server on the core's twins: no SDK, nothing but our own code. */
export function serverOnTwins(): App {
  const { outside, world } = aWorld();
  for (const [parameter, text] of Object.entries(documents)) {
    outside.policies.put(refOf(parameter), text);
  }
  return createApp(world, rim);
}

function refOf(parameter: string) {
  const [, , kind, name = ''] = parameter.split('/');
  if (kind === 'directory' || kind === 'baseline') return { kind } as const;
  return { kind: kind === 'groups' ? 'group' : 'profile', name } as const;
}

/** Event of the nth vend; with a session, it continues that. Every thousand vends another person calls, for the rate. */
export function vendEvent(nth: number, sessionId?: string): object {
  const signer = person(`engineer${Math.floor(nth / 1000)}@example.com`);
  return aVend(signer, { ...ask, ...(sessionId !== undefined && { session_id: sessionId }) });
}

/** Vends once; the answer's text. Throws where it is refused. */
export async function vendOnce(app: App, event: object): Promise<string> {
  const answer = await app(event, 'lambda-request');
  if (answer.statusCode !== 200) throw new Error(`refused: ${answer.body}`);
  return answer.body;
}

/** The nine calls of a vend by bare SDK clients, in its four rounds: what the SDK takes by itself. */
export function sdkAlone(requestHandler: HttpHandler): () => Promise<void> {
  const options = { region: settings.AWS_REGION, credentials, requestHandler };
  const dynamodb = new DynamoDBClient(options);
  const sts = new STSClient(options);
  const TableName = settings.SENTINEL_TABLE;
  const Key = { pk: { S: 'subject#engineer0@example.com' }, sk: { S: 'state' } };
  const get = () => dynamodb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  const put = () => dynamodb.send(new PutItemCommand({ TableName, Item: { ...Key, ...session } }));
  const update = () =>
    dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key,
        UpdateExpression: 'SET #n0 = :v0',
        ExpressionAttributeNames: { '#n0': 'ttl' },
        ExpressionAttributeValues: { ':v0': { N: '1' } },
        ReturnValues: 'ALL_NEW',
      }),
    );
  const assume = () => sts.send(new AssumeRoleCommand(role));
  return async () => {
    await Promise.all([update(), get()]);
    await Promise.all([put(), put()]);
    await Promise.all([assume(), get(), get()]);
    await Promise.all([update(), put()]);
  };
}

const role = {
  RoleArn: 'arn:aws:iam::111122223333:role/SentinelProtected-Production',
  RoleSessionName: 'engineer0@example.com',
  SourceIdentity: 'sentinel.direct.0123456789abcdef.engineer0',
  DurationSeconds: 3600,
  Tags: [{ Key: 'SentinelProfile', Value: 'production' }],
  PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }],
};

/** As many attributes as a session has. */
const session = Object.fromEntries(
  Array.from({ length: 28 }, (_, nth) => [`attribute_${nth}`, { S: `value ${nth}` }]),
);
