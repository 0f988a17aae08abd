import { GetParameterCommand, GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { expect, onTestFinished, test } from 'vitest';
import { iamWithUser, policy, startMs } from '../../testing/test-bench.ts';
import { startSsm } from './ssm.ts';

const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1';
const reading = { Effect: 'Allow', Action: 'ssm:*', Resource: '*' };
const decrypting = (service: string) => ({
  Effect: 'Allow',
  Action: 'kms:Decrypt',
  Resource: keyArn,
  Condition: { StringEquals: { 'kms:ViaService': `${service}.eu-west-1.amazonaws.com` } },
});

async function aClient(...statements: readonly object[]) {
  const { iam, keys } = iamWithUser([policy(...statements)]);
  const ssm = await startSsm({
    iam,
    region: 'eu-west-1',
    clock: { nowMs: () => startMs },
    accountId: '111122223333',
    keyArn,
    documents: { '/a/open': 'for all' },
    secrets: { '/a/secret': 'hidden' },
  });
  onTestFinished(ssm.close);
  return new SSMClient({
    endpoint: ssm.url,
    region: 'eu-west-1',
    credentials: keys,
    systemClockOffset: startMs - Date.now(),
    maxAttempts: 1,
  });
}

test('a SecureString is told to whoever may decrypt by way of the store', async () => {
  const client = await aClient(reading, decrypting('ssm'));
  const ask = { Name: '/a/secret', WithDecryption: true };

  const { Parameter } = await client.send(new GetParameterCommand(ask));

  expect(Parameter?.Value).toBe('hidden');
});

test.each([
  ['not at all', []],
  ['by way of another service', [decrypting('dynamodb')]],
])('it is not told to whoever may decrypt %s', async (_, statements) => {
  const client = await aClient(reading, ...statements);
  const ask = { Path: '/a', WithDecryption: true };

  const asked = client.send(new GetParametersByPathCommand(ask));

  await expect(asked).rejects.toMatchObject({ name: 'AccessDeniedException' });
  const open = await client.send(new GetParameterCommand({ ...ask, Name: '/a/open' }));
  expect(open.Parameter?.Value).toBe('for all');
});

test('it stays sealed for whoever does not ask for it in clear', async () => {
  const client = await aClient(reading, decrypting('ssm'));

  const { Parameters } = await client.send(new GetParametersByPathCommand({ Path: '/a' }));

  const values = Parameters?.map(({ Value }) => Value);
  expect(values).toEqual(['for all', expect.stringMatching(/^[\w+/]{43}=$/)]);
});
