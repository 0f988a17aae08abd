import { describe, expect, test } from 'vitest';
import { type Consumer, createMapping, type MappingOptions } from './event-source-mapping.ts';
import { recorder, type StreamEvent, type StreamRecord } from './stream-record.ts';

const record = recorder({ streamArn: 'arn', region: 'eu-west-1', nowMs: () => 0 });

/** Records of the items `1`, `2`, ... */
function records(count: number): readonly StreamRecord[] {
  return Array.from({ length: count }, (_, at) =>
    record({ table: 't', keys: { pk: { S: String(at + 1) } }, after: {} }),
  );
}

/** The items of a batch, as one text. */
function items(event: StreamEvent): string {
  return event.Records.map(({ dynamodb }) => JSON.stringify(dynamodb.Keys).replace(/\D/g, '')).join(
    '',
  );
}

/** A mapping in time of its own, with the batches that it handed over. */
function aMapping(consumer: Consumer, more: Partial<MappingOptions> = {}) {
  const batches: string[] = [];
  const waits: number[] = [];
  const mapping = createMapping({
    consumer: async (event) => {
      batches.push(items(event));
      return consumer(event);
    },
    filters: [],
    batchSize: 4,
    maximumRetryAttempts: 2,
    timer: { wait: async (ms) => void waits.push(ms) },
    mayRead: () => true,
    ...more,
  });
  const feed = async (count: number) => {
    for (const one of records(count)) mapping.push(one);
    await mapping.settled();
  };
  return { mapping, batches, waits, feed };
}

/** Fails those batches in which an item is, by naming it. */
function failing(...names: readonly string[]): Consumer {
  return async ({ Records }) => ({
    batchItemFailures: Records.filter(({ dynamodb }) =>
      names.some((name) => JSON.stringify(dynamodb.Keys).includes(`"${name}"`)),
    ).map(({ dynamodb }) => ({ itemIdentifier: dynamodb.SequenceNumber })),
  });
}

test('records come in batches, in order, and once', async () => {
  const { batches, feed, mapping } = aMapping(async () => undefined);

  await feed(6);

  expect(batches).toEqual(['1234', '56']);
  expect(mapping.deadLetters()).toEqual([]);
});

test('those that no filter lets pass are left out', async () => {
  const filters = [{ dynamodb: { Keys: { pk: { S: ['2', '4'] } } } }];
  const { batches, feed } = aMapping(async () => undefined, { filters });

  await feed(5);

  expect(batches).toEqual(['24']);
});

describe('a batch that fails', () => {
  test('goes on at the first that failed', async () => {
    let isDown = true;
    const { batches, feed } = aMapping(async (event) => {
      const answer = isDown ? await failing('3')(event) : undefined;
      isDown = false;
      return answer;
    });

    await feed(4);

    expect(batches).toEqual(['1234', '3', '4']);
  });

  test('goes on at the earliest of those that failed', async () => {
    const { feed, mapping } = aMapping(failing('2', '4'));

    await feed(5);

    const dead = mapping.deadLetters().map(({ record: { dynamodb } }) => dynamodb.Keys);
    expect(dead).toEqual([{ pk: { S: '2' } }, { pk: { S: '4' } }]);
  });

  test('is halved until the one that fails is alone, and what follows it waits', async () => {
    const { batches, feed, mapping, waits } = aMapping(async (event) => {
      if (items(event).includes('2')) throw new Error('crashed');
    });

    await feed(5);

    expect(batches).toEqual(['1234', '12', '1', '2', '2', '2', '34', '5']);
    expect(waits).toEqual([100, 200]);
    expect(mapping.deadLetters()).toMatchObject([
      { record: { dynamodb: { Keys: { pk: { S: '2' } } } }, reason: 'Error: crashed' },
    ]);
  });

  test.each([
    ['names a stranger', { batchItemFailures: [{ itemIdentifier: 'stranger' }] }],
    ['names nobody', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['names it wrongly', { batchItemFailures: [{ id: '1' }] }],
    ['is no such answer', { batchItemFailures: 'all' }],
  ])('fails as a whole where its answer %s', async (_, answer) => {
    const { feed, mapping } = aMapping(async () => answer);

    await feed(2);

    expect(mapping.deadLetters()).toHaveLength(2);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty text', ''],
    ['an empty answer', {}],
    ['no failures', { batchItemFailures: [] }],
    ['null failures', { batchItemFailures: null }],
  ])('is none where the answer is %s', async (_, answer) => {
    const { batches, feed } = aMapping(async () => answer);

    await feed(2);

    expect(batches).toEqual(['12']);
  });

  test('is tried ever later, but never later than after ten seconds', async () => {
    const { feed, waits } = aMapping(failing('1'), { maximumRetryAttempts: 9 });

    await feed(1);

    expect(waits).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
  });
});

test('a role that may not read the stream is fed nothing', async () => {
  const { batches, feed, mapping } = aMapping(async () => undefined, { mayRead: () => false });

  await feed(1);

  expect(batches).toEqual([]);
  expect(mapping.deadLetters()).toMatchObject([{ reason: 'the role may not read the stream' }]);
});

test('a mapping that is closed while it waits to try again ends', async () => {
  const waiting = Promise.withResolvers<void>();
  const { mapping } = aMapping(failing('1'), {
    timer: {
      wait: () => {
        waiting.resolve();
        return new Promise(() => undefined);
      },
    },
  });
  for (const one of records(1)) mapping.push(one);
  await waiting.promise;

  await expect(mapping.close()).resolves.toBeUndefined();
});

test('what a consumer does to its event changes no other try', async () => {
  const { feed, batches, mapping } = aMapping(async (event) => {
    Reflect.set(event.Records[0]?.dynamodb ?? {}, 'Keys', { pk: { S: '9' } });
    throw new Error('crashed');
  });

  await feed(1);

  expect(batches).toEqual(['1', '1', '1']);
  expect(mapping.deadLetters()).toMatchObject([
    { record: { dynamodb: { Keys: { pk: { S: '1' } } } } },
  ]);
});
