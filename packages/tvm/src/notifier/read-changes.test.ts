import { marshall } from '@aws-sdk/util-dynamodb';
import { aRequest } from '@sentinel/core/testing/a-request';
import { anEvent } from '@sentinel/core/testing/an-event';
import { describe, expect, test } from 'vitest';
import { toStoredEvent } from '../adapters/event-item.ts';
import { toRequestItem } from '../adapters/request-item.ts';
import { keys } from '../table.ts';
import { readNotifierConfig } from './config.ts';
import { readChanges } from './read-changes.ts';

const from = { accountId: '111122223333', table: 'sentinel' };
const arn = 'arn:aws:dynamodb:eu-west-1:111122223333:table/sentinel/stream/2026-01-01T00:00:00.000';
const requestItem = toRequestItem(aRequest({ notify: ['security'] }), 0);
const event = anEvent({ notify: ['security'] });
const eventItem = {
  ...keys.breakGlass(event.person, event.profile, event.id),
  ...toStoredEvent(event),
};

type Item = { readonly pk: string; readonly sk: string };

/** A record about what became of an item. */
function record(before: Item | undefined, after: Item | undefined, source = arn) {
  const image = (item: object) => marshall(item, { removeUndefinedValues: true });
  const { pk, sk } = after ?? before ?? { pk: '', sk: '' };
  return {
    eventSourceARN: source,
    dynamodb: {
      ApproximateCreationDateTime: 1_769_351_400,
      Keys: { pk: { S: pk }, sk: { S: sk } },
      SequenceNumber: '42',
      ...(before !== undefined && { OldImage: image(before) }),
      ...(after !== undefined && { NewImage: image(after) }),
    },
  };
}

function kindsOf(records: readonly object[]) {
  return readChanges({ Records: records }, from).map(({ told }) =>
    typeof told === 'string' ? told : told.map(({ notification }) => notification.kind),
  );
}

describe('of the records of the stream', () => {
  const session = { pk: requestItem.pk, sk: 'session#00000000000000c3' };

  test.each<[string, Item | undefined, Item | undefined, readonly string[]]>([
    ['a new request is told', undefined, requestItem, ['request.approved']],
    ['a new event is told', undefined, eventItem, ['break_glass.opened']],
    ['a use of a grant is not', requestItem, Object.assign({ ...requestItem }, { uses: 1 }), []],
    ['a deletion is not', requestItem, undefined, []],
    ['a session is not', undefined, session, []],
  ])('%s', (_, before, after, kinds) => {
    expect(kindsOf([record(before, after)])).toEqual([kinds]);
  });

  test('each is known by its place and its item', () => {
    const [change] = readChanges({ Records: [record(undefined, requestItem)] }, from);

    expect(change).toMatchObject({
      sequence: '42',
      item: JSON.stringify([requestItem.pk, requestItem.sk]),
      told: [{ channels: ['security'] }],
    });
  });

  test.each<[string, Item]>([
    ['lacks what it must have', { pk: requestItem.pk, sk: requestItem.sk }],
    ['has a wrong value', Object.assign({ ...requestItem }, { version: 'two' })],
  ])('one that %s is told as garbled, without its values, and the others are read', (_, item) => {
    const [garbled, good] = kindsOf([record(undefined, item), record(undefined, eventItem)]);

    expect(garbled).toMatch(/^a request in the table is garbled: [\w, ]+$/);
    expect(good).toEqual(['break_glass.opened']);
  });
});

describe('no event is taken', () => {
  test.each([
    ['of another table', arn.replace('sentinel', 'sentinels')],
    ['of another account', arn.replace('1111', '9999')],
    ['of a queue', 'arn:aws:sqs:eu-west-1:111122223333:table/sentinel/stream/1'],
    ['of the table, but of none of its streams', arn.replace(/\/stream.*/, '')],
  ])('%s', (_, source) => {
    const read = () => readChanges({ Records: [record(undefined, requestItem, source)] }, from);

    expect(read).toThrow(expect.objectContaining({ code: 'CONFIG_ERROR' }));
  });

  test.each([[undefined], [null], [{}], [{ Records: [{}] }], ['text'], [{ version: '2.0' }]])(
    'that is none of a stream: %j',
    (event) => {
      expect(() => readChanges(event, from)).toThrow('none of a stream');
    },
  );
});

test('settings that are missing, wrong or unknown are named, and their values are not', () => {
  const read = () =>
    readNotifierConfig({ SENTINEL_TABLE: '!', SENTINEL_API_ID: 'canary', AWS_REGION: 'eu-west-1' });

  expect(read).toThrow(
    /`SENTINEL_TABLE`.*`SENTINEL_ACCOUNT_ID`.*`SENTINEL_API_ID` is not a setting/,
  );
  expect(read).not.toThrow('canary');
});
