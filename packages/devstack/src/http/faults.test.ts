import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  allowAll,
  clientSettings,
  hub,
  iamWithUser,
  policy,
  refusalOf,
  region,
  testClock,
} from '../../testing/test-bench.ts';
import { type DynamoDbSurroundings, startDynamoDb } from '../dynamodb/dynamodb.ts';
import { startSsm } from '../ssm/ssm.ts';
import { startSts } from '../sts/sts.ts';
import type { Call, Fault } from './call.ts';

const table: DynamoDbSurroundings['tables'][number] = {
  TableName: 'sentinel',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
};

/** The three servers before one hook, and a call to each that changes something. */
async function openServers() {
  const { iam, keys } = iamWithUser([allowAll]);
  const trust = policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*' });
  const role = iam.addRole({ accountId: hub, name: 'worker', trust });
  const clock = testClock();
  const seen: Call[] = [];
  const next: { fault: Fault | undefined; gate: Promise<void> } = {
    fault: undefined,
    gate: Promise.resolve(),
  };
  const faults = async (call: Call) => {
    seen.push(call);
    await next.gate;
    return next.fault;
  };
  const around = { iam, region, clock, faults, accountId: hub };
  const [sts, ssm, dynamodb] = await Promise.all([
    startSts(around),
    startSsm({ ...around, documents: { '/sentinel/a': 'one' } }),
    startDynamoDb({ ...around, tables: [table] }),
  ]);

  const stsClient = new STSClient(clientSettings(sts.url, keys, clock));
  const ssmClient = new SSMClient(clientSettings(ssm.url, keys, clock));
  const dynamoClient = new DynamoDBClient(clientSettings(dynamodb.url, keys, clock));
  const counter = { TableName: 'sentinel', Key: { pk: { S: 'a' } } };
  const calls = {
    sts: (signal?: AbortSignal) =>
      stsClient.send(new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'alice' }), {
        ...(signal && { abortSignal: signal }),
      }),
    ssm: (signal?: AbortSignal) =>
      ssmClient.send(
        new PutParameterCommand({ Name: '/sentinel/a', Value: 'next', Overwrite: true }),
        { ...(signal && { abortSignal: signal }) },
      ),
    dynamodb: (signal?: AbortSignal) =>
      dynamoClient.send(
        new UpdateItemCommand({
          ...counter,
          UpdateExpression: 'ADD n :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
          ReturnValues: 'ALL_NEW',
        }),
        { ...(signal && { abortSignal: signal }) },
      ),
  };
  const read = () => ssmClient.send(new GetParameterCommand({ Name: '/sentinel/a' }));
  return { sts, ssm, dynamodb, calls, read, next, seen, clock };
}

let servers: Awaited<ReturnType<typeof openServers>>;

beforeEach(async () => {
  servers = await openServers();
});

afterEach(async () => {
  const { sts, ssm, dynamodb } = servers;
  await Promise.all([sts.close(), ssm.close(), dynamodb.close()]);
});

const services = ['sts', 'ssm', 'dynamodb'] as const;

/** How often the service has done its work. */
async function workDone(service: (typeof services)[number]): Promise<number> {
  servers.next.fault = undefined;
  switch (service) {
    case 'sts':
      return 0;
    case 'ssm':
      return (servers.ssm.get('/sentinel/a')?.version ?? 0) - 1;
    case 'dynamodb':
      return Number((await servers.calls.dynamodb()).Attributes?.['n']?.N) - 1;
  }
}

describe.each(services)('%s', (service) => {
  test.each<[string, Fault, RegExp]>([
    ['an internal error', { kind: 'error' }, /^Internal(Failure|ServerError)$/],
    [
      'an error of its choice',
      { kind: 'error', code: 'RegionDisabledException', status: 403 },
      /^RegionDisabled/,
    ],
    ['throttling', { kind: 'throttle' }, /^Throttling(Exception)?$/],
  ])('answers %s and has done nothing', async (_, fault, name) => {
    servers.next.fault = fault;

    const error = await refusalOf(servers.calls[service]());

    expect(error.name).toMatch(name);
    expect(await workDone(service)).toBe(0);
  });

  test('answers nonsense and has done nothing', async () => {
    servers.next.fault = { kind: 'garbage' };

    const outcome = await servers.calls[service]().catch((error: unknown) => error);

    // The client of STS takes HTML for an answer without members: who asks has to look.
    if (service === 'sts') expect(outcome).not.toHaveProperty('Credentials');
    else expect(outcome).toBeInstanceOf(Error);
    expect(await workDone(service)).toBe(0);
  });

  test.each<[string, Fault]>([
    ['its reply is lost', { kind: 'lost-reply' }],
    ['half of its reply arrives', { kind: 'partial' }],
  ])('has done its work where %s', async (_, fault) => {
    servers.next.fault = fault;

    await refusalOf(servers.calls[service]());

    expect(await workDone(service)).toBe(service === 'sts' ? 0 : 1);
  });

  test('does not answer at all, until the client gives up', async () => {
    servers.next.fault = { kind: 'timeout' };
    const controller = new AbortController();
    const call = servers.calls[service](controller.signal);
    await expect.poll(() => servers.seen.length).toBe(1);

    controller.abort();

    expect((await refusalOf(call)).name).toBe('AbortError');
    expect(await workDone(service)).toBe(0);
  });

  test('answers late', async () => {
    const { promise, resolve: release } = Promise.withResolvers<void>();
    servers.next.fault = { kind: 'slow', until: promise };
    const call = servers.calls[service]();
    await expect.poll(() => servers.seen.length).toBe(1);

    release();

    await expect(call).resolves.toBeDefined();
  });

  test('holds a call back while the hook waits', async () => {
    const { promise, resolve: release } = Promise.withResolvers<void>();
    servers.next.gate = promise;
    const call = servers.calls[service]();
    await expect.poll(() => servers.seen.length).toBe(1);
    expect(servers.ssm.get('/sentinel/a')?.version).toBe(1);

    release();

    await expect(call).resolves.toBeDefined();
  });

  test('tells the hook what is asked', async () => {
    await servers.calls[service]();

    const operation = { sts: 'AssumeRole', ssm: 'PutParameter', dynamodb: 'UpdateItem' }[service];
    expect(servers.seen).toMatchObject([{ service, operation, nth: 1 }]);
  });

  test('closes at once while calls are open', async () => {
    servers.next.fault = { kind: 'timeout' };
    const call = refusalOf(servers.calls[service]());
    await expect.poll(() => servers.seen.length).toBe(1);
    const before = performance.now();

    await servers[service].close();

    await call;
    expect(performance.now() - before).toBeLessThan(500);
    servers = await openServers();
  });
});

describe('an answer out of date', () => {
  test('of STS is credentials that have expired', async () => {
    servers.next.fault = { kind: 'stale' };

    const { Credentials: issued } = await servers.calls.sts();

    expect(issued?.Expiration?.getTime()).toBeLessThan(servers.clock.nowMs());
  });

  test('of SSM is the version before, or none', async () => {
    await servers.calls.ssm();
    expect((await servers.read()).Parameter?.Version).toBe(2);
    servers.next.fault = { kind: 'stale' };

    expect((await servers.read()).Parameter).toMatchObject({ Version: 1, Value: 'one' });
    servers.ssm.remove('/sentinel/a');
    servers.ssm.put('/sentinel/a', 'new');
    expect((await refusalOf(servers.read())).name).toBe('ParameterNotFound');
  });
});

test('the three together start within a second', async () => {
  const before = performance.now();

  const { sts, ssm, dynamodb } = await openServers();

  expect(performance.now() - before).toBeLessThan(1000);
  await Promise.all([sts.close(), ssm.close(), dynamodb.close()]);
});
