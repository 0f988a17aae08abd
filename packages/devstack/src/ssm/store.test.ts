import {
  DeleteParameterCommand,
  DescribeParametersCommand,
  type PutParameterCommandInput,
} from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { arn, openStore } from '../../testing/ssm-store.ts';
import { refusalOf } from '../../testing/test-bench.ts';

let store: Awaited<ReturnType<typeof openStore>>;

beforeEach(async () => {
  store = await openStore();
});

afterEach(() => store.ssm.close());

describe('a name', () => {
  test.each([
    '/sentinel/profiles/production',
    'plain',
    '/A-b_c.9',
    '/s/m',
    `/${Array(15).fill('a').join('/')}`,
    `/a${'b'.repeat(1011 - arn('/a').length)}`,
  ])('%s is legal', async (name) => {
    expect(await store.put({ Name: name })).toMatchObject({ Version: 1 });
  });

  test.each([
    ['', 'ValidationException'],
    ['a/b', 'ValidationException'],
    ['/a/', 'ValidationException'],
    ['//a', 'ValidationException'],
    ['/a b', 'ValidationException'],
    ['/a:1', 'ValidationException'],
    ['/ü', 'ValidationException'],
    ['/aws/a', 'ValidationException'],
    ['/Ssm-a', 'ValidationException'],
    ['awsome', 'ValidationException'],
    [`/${Array(16).fill('a').join('/')}`, 'HierarchyLevelLimitExceededException'],
    [`/a${'b'.repeat(1012 - arn('/a').length)}`, 'ValidationException'],
    ['a'.repeat(2049), 'ValidationException'],
  ])('%s is a %s', async (name, code) => {
    expect((await refusalOf(store.put({ Name: name }))).name).toBe(code);
  });
});

describe('a value', () => {
  test.each<[string, Partial<PutParameterCommandInput>, string]>([
    ['4096 bytes are standard', { Value: 'a'.repeat(4096) }, 'Standard'],
    ['8192 bytes are advanced', { Value: 'a'.repeat(8192), Tier: 'Advanced' }, 'Advanced'],
    ['a short one picks standard', { Tier: 'Intelligent-Tiering' }, 'Standard'],
    [
      'a long one picks advanced',
      { Value: 'a'.repeat(4097), Tier: 'Intelligent-Tiering' },
      'Advanced',
    ],
  ])('of %s', async (_, ask, tier) => {
    expect(await store.put(ask)).toMatchObject({ Version: 1, Tier: tier });
  });

  test.each<[string, Partial<PutParameterCommandInput>, RegExp]>([
    ['no byte', { Value: '' }, /equal to 1/],
    [
      '4097 bytes in the standard tier',
      { Value: 'a'.repeat(4097) },
      /maximum parameter value of 4096/,
    ],
    [
      '4096 characters of more bytes',
      { Value: 'ü'.repeat(2049) },
      /maximum parameter value of 4096/,
    ],
    ['8193 bytes in the advanced tier', { Value: 'a'.repeat(8193), Tier: 'Advanced' }, /of 8192/],
    ['8193 bytes in any tier', { Value: 'a'.repeat(8193), Tier: 'Intelligent-Tiering' }, /of 8192/],
    ['no type', { Type: undefined }, /type is required/],
    // Cast: the client's types forbid what the service must refuse.
    ['a type of no kind', { Type: 'Text' as 'String' }, /Type/],
    ['a key, which is not modelled', { KeyId: 'alias/a' }, /KeyId/],
  ])('of %s is refused', async (_, ask, message) => {
    const error = await refusalOf(store.put(ask));

    expect(error.name).toBe('ValidationException');
    expect(error.message).toMatch(message);
    expect(store.ssm.get('/sentinel/a')).toBeUndefined();
  });
});

describe('versions', () => {
  test('rise with every overwrite, and each can be read', async () => {
    await store.put();
    await store.put({ Value: 'two', Overwrite: true });
    store.clock.advance(1000);
    await store.put({ Value: 'three', Overwrite: true, Type: undefined });

    expect((await store.get('/sentinel/a')).Parameter).toEqual({
      Name: '/sentinel/a',
      Type: 'String',
      Value: 'three',
      Version: 3,
      ARN: arn('/sentinel/a'),
      DataType: 'text',
      LastModifiedDate: new Date(store.clock.nowMs()),
    });
    expect((await store.get('/sentinel/a:2')).Parameter).toMatchObject({
      Name: '/sentinel/a',
      Value: 'two',
      Version: 2,
      Selector: ':2',
    });
  });

  test('begin at 1 again after a deletion', async () => {
    await store.put();
    await store.put({ Overwrite: true });
    await store.client.send(new DeleteParameterCommand({ Name: '/sentinel/a' }));

    expect((await store.put()).Version).toBe(1);
  });

  test('are kept, the last hundred of them', () => {
    for (let nth = 0; nth < 101; nth += 1) store.ssm.put('/sentinel/a', String(nth));

    return Promise.all([
      expect(store.get('/sentinel/a:1')).rejects.toThrow(),
      expect(store.get('/sentinel/a:2')).resolves.toBeDefined(),
      expect(store.get('/sentinel/a:101')).resolves.toBeDefined(),
    ]);
  });

  test.each<[string, () => Promise<unknown>, string]>([
    ['a second creation', () => store.put(), 'ParameterAlreadyExists'],
    [
      'another type',
      () => store.put({ Type: 'StringList', Overwrite: true }),
      'HierarchyTypeMismatchException',
    ],
    ['a version that never was', () => store.get('/sentinel/a:9'), 'ParameterVersionNotFound'],
    ['a label', () => store.get('/sentinel/a:prod'), 'ParameterVersionNotFound'],
    ['a parameter that is not there', () => store.get('/sentinel/b'), 'ParameterNotFound'],
    [
      'a deletion of nothing',
      () => store.client.send(new DeleteParameterCommand({ Name: '/b' })),
      'ParameterNotFound',
    ],
    [
      'an operation that is not modelled',
      () => store.client.send(new DescribeParametersCommand({})),
      'UnknownOperationException',
    ],
  ])('%s is refused', async (_, call, code) => {
    await store.put();

    expect((await refusalOf(call())).name).toBe(code);
  });

  test('an advanced parameter stays advanced', async () => {
    await store.put({ Value: 'a'.repeat(5000), Tier: 'Advanced' });

    expect((await store.put({ Overwrite: true })).Tier).toBe('Advanced');
    expect((await refusalOf(store.put({ Tier: 'Standard', Overwrite: true }))).name).toBe(
      'ValidationException',
    );
  });
});
