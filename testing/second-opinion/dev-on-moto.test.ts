import {
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type Stack, startOnEmulator } from '@sentinel/devstack/stack/start-devstack';
import { signedFetch } from '@sentinel/devstack/testing/signers';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { hasMoto, type Moto, startMoto } from './moto.ts';

describe.skipIf(!hasMoto())('the dev stack on moto (skipped where it is not installed)', () => {
  let moto: Moto;
  let clients: { readonly ssm: SSMClient; readonly dynamodb: DynamoDBClient };

  beforeAll(async () => {
    moto = await startMoto();
    clients = { ssm: new SSMClient(moto.sts), dynamodb: new DynamoDBClient(moto.sts) };
  });
  afterAll(() => moto.close());

  async function start(): Promise<Stack> {
    const stack = await startOnEmulator({ awsEndpointUrl: `${moto.sts.endpoint}/` });
    onTestFinished(() => stack.close());
    return stack;
  }

  async function vend(stack: Stack, user: string, profile: string) {
    const credentials = stack.users.find(({ name }) => name === user);
    if (credentials === undefined) throw new Error(`there is no user ${user}`);
    const answer = await signedFetch(`${stack.url}/`, {
      method: 'POST',
      credentials,
      region: stack.region,
      service: 'execute-api',
      now: new Date(),
      body: JSON.stringify({ profile }),
      headers: { 'content-type': 'application/json' },
    });
    return { status: answer.status, json: JSON.parse(answer.body) };
  }

  test('vends what the emulator issues, and refuses by the policies there', async () => {
    const stack = await start();

    const vended = await vend(stack, 'alice', 'dev');
    const refused = await vend(stack, 'alice', 'payments');

    expect(vended.status).toBe(200);
    expect(refused).toMatchObject({ status: 403, json: { Code: 'POLICY_DENY' } });
    expect(stack.stsUrl).toBe(moto.sts.endpoint);
    const { AccessKeyId, SecretAccessKey, Token } = vended.json;
    const sts = new STSClient({
      ...moto.sts,
      credentials: {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: Token,
      },
    });
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    expect(Arn).toContain(':assumed-role/SentinelProtected-Dev/');
  });

  test('leaves documents and items as it finds them', async () => {
    const Name = '/sentinel/policies/dev';
    await (await start()).close();
    const value = 'version: "1"\n# mine\n';
    await clients.ssm.send(new PutParameterCommand({ Name, Value: value, Overwrite: true }));
    const Item = { pk: { S: 'subject#mine' }, sk: { S: 'state' } };
    await clients.dynamodb.send(new PutItemCommand({ TableName: 'sentinel', Item }));

    await start();

    const found = await clients.ssm.send(new GetParameterCommand({ Name }));
    expect(found.Parameter?.Value).toBe(value);
    const items = await clients.dynamodb.send(new ScanCommand({ TableName: 'sentinel' }));
    expect(items.Items).toContainEqual(Item);
  });

  test('makes the table with its indexes', async () => {
    await start();

    const { Table } = await clients.dynamodb.send(
      new DescribeTableCommand({ TableName: 'sentinel' }),
    );

    expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual([
      'by-owner',
      'by-time',
    ]);
  });
});
