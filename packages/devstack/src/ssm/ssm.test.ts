import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { arn, openStore } from '../../testing/ssm-store.ts';
import { clientSettings, hub, policy, refusalOf } from '../../testing/test-bench.ts';

let store: Awaited<ReturnType<typeof openStore>>;

beforeEach(async () => {
  store = await openStore();
});

afterEach(() => store.ssm.close());

async function reopen(...statements: readonly object[]): Promise<void> {
  await store.ssm.close();
  store = await openStore([policy(...statements)]);
}

describe('permissions', () => {
  const read = {
    Effect: 'Allow',
    Action: 'ssm:GetParameter*',
    Resource: [arn('/sentinel/profiles'), arn('/sentinel/profiles/*')],
  };

  test.each<[string, () => Promise<unknown>, boolean]>([
    ['a parameter below the path', () => store.get('/sentinel/profiles/a'), true],
    ['one by version', () => store.get('/sentinel/profiles/a:1'), true],
    [
      'the path',
      () => store.client.send(new GetParametersByPathCommand({ Path: '/sentinel/profiles' })),
      true,
    ],
    ['a parameter beside it', () => store.get('/sentinel/channels/a'), false],
    [
      'the path above',
      () => store.client.send(new GetParametersByPathCommand({ Path: '/sentinel' })),
      false,
    ],
    [
      'one of two names beside it',
      () =>
        store.client.send(
          new GetParametersCommand({ Names: ['/sentinel/profiles/a', '/sentinel/channels/a'] }),
        ),
      false,
    ],
    ['writing', () => store.put({ Name: '/sentinel/profiles/a', Overwrite: true }), false],
    [
      'deleting',
      () => store.client.send(new DeleteParameterCommand({ Name: '/sentinel/profiles/a' })),
      false,
    ],
  ])('of a reader: %s', async (_, call, isAllowed) => {
    await reopen(read);
    store.ssm.put('/sentinel/profiles/a', 'x');
    store.ssm.put('/sentinel/channels/a', 'x');

    const outcome = await call().catch((error: unknown) => error);

    if (isAllowed) return expect(outcome).not.toBeInstanceOf(Error);
    expect(outcome).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `User: arn:aws:iam::${hub}:user/alice is not authorized to perform: ssm:`,
      ),
    });
  });
});

describe('a signature', () => {
  test.each([
    ['of an unknown key', { accessKeyId: 'AKIAAAAAAAAAAAAAAAAA' }, 'UnrecognizedClientException'],
    ['by another secret', { secretAccessKey: 'x' }, 'InvalidSignatureException'],
  ])('%s is refused', async (_, change, code) => {
    const keys = { ...store.keys, ...change };
    const client = new SSMClient(clientSettings(store.ssm.url, keys, store.clock));

    const call = client.send(new GetParameterCommand({ Name: '/sentinel/a' }));

    expect((await refusalOf(call)).name).toBe(code);
  });
});

test('a document that AWS would not take cannot be put in the process either', () => {
  expect(() => store.ssm.put('/sentinel/a', 'x'.repeat(8193))).toThrow(/8192/);
  expect(() => store.ssm.put('a b', 'x')).toThrow(/ValidationException/);
});
