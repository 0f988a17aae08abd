import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keys, requestIndexKeys, sessionIndexKeys, tableDefinition } from './table.ts';

describe('keys of items', () => {
  test.each([
    [keys.subject('alice@example.com'), 'subject#alice@example.com', 'state'],
    [keys.subject('222233334444:iam/alice'), 'subject#222233334444:iam/alice', 'state'],
    [keys.session('role/ci=a,b', 'a1'), 'subject#role/ci=a,b', 'session#a1'],
    [
      keys.request('alice', 'production', { time: '2026-01-25T14:30:00.000Z', id: 'a1' }),
      'subject#alice',
      'request#production#2026-01-25T14:30:00.000Z#a1',
    ],
    [keys.guard('alice'), 'person#alice', 'guard'],
    [keys.breakGlass('alice', 'production', 'a1'), 'person#alice', 'event#production#a1'],
    [keys.quota('production'), 'profile#production', 'quota'],
    [keys.profile('production'), 'profile#production', 'state'],
    [keys.accessKey('ASIA1'), 'key#ASIA1', '-'],
    [
      keys.revocation('2026-01-25T14:30:00.000Z', 'a1'),
      'revocations',
      '2026-01-25T14:30:00.000Z#a1',
    ],
    [keys.idPointer('a1'), 'id#a1', '-'],
    [keys.writer('a1'), 'writer#a1', '-'],
    [keys.control(), 'control', '-'],
  ])('%o is %s and %s', (key, pk, sk) => {
    expect(key).toEqual({ pk, sk });
  });

  test('no two subjects, profiles or ids share a key, whatever they hold', () => {
    const part = fc.string({
      unit: fc.constantFrom('a', '#', '%', '2', '3', '5', ':', '/'),
      maxLength: 6,
    });
    const triple = fc.tuple(part, part, part);
    const keyOf = ([subject, profile, id]: readonly [string, string, string]) =>
      keys.request(subject, profile, { time: '2026', id });
    fc.assert(
      fc.property(triple, triple, (a, b) => {
        const [one, other] = [keyOf(a), keyOf(b)];
        const isSame = a.every((text, index) => text === b[index]);

        expect(one.pk === other.pk && one.sk === other.sk).toBe(isSame);
      }),
      { numRuns: 2000 },
    );
  });

  const at = (time: string, id: string) => ({ time, id });

  test.each([
    [keys.request('a', 'x#1', at('1', '2')), keys.request('a', 'x', at('1', '1#2'))],
    [keys.request('a', 'x#', at('1', '2')), keys.request('a', 'x%23', at('1', '2'))],
    [keys.request('a', 'x%23', at('1', '2')), keys.request('a', 'x%2523', at('1', '2'))],
    [keys.breakGlass('a', 'x#1', '2'), keys.breakGlass('a', 'x', '1#2')],
    [keys.revocation('1#2', '3'), keys.revocation('1', '2#3')],
  ])('parts that hold what joins them are told apart: %o and %o', (one, other) => {
    expect(one).not.toEqual(other);
  });

  test('no part reaches into another kind of item', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const places = [
          keys.subject(a),
          keys.session(a, b),
          keys.request(a, b, { time: b, id: b }),
          keys.guard(a),
          keys.quota(a),
          keys.breakGlass(a, b, b),
          keys.profile(a),
          keys.accessKey(a),
          keys.idPointer(a),
          keys.writer(a),
          keys.control(),
          keys.revocation(a, b),
        ].map(({ pk, sk }) => JSON.stringify([pk, sk]));

        expect(new Set(places).size).toBe(places.length);
      }),
    );
  });

  test('an owner named like a state of requests is in another index than the state', () => {
    expect(requestIndexKeys.owner('pending')).toBe(requestIndexKeys.state('pending'));
  });

  test('an owner named like a state is in another index than the state', () => {
    expect(sessionIndexKeys.owner('revoked')).toBe(sessionIndexKeys.state('revoked'));
    const { GlobalSecondaryIndexes } = tableDefinition('sentinel');
    expect(GlobalSecondaryIndexes.map(({ KeySchema }) => KeySchema[0]?.AttributeName)).toEqual([
      'gsi1pk',
      'gsi2pk',
    ]);
  });
});

test('the table is as its items, its listings and its stream need it', () => {
  expect(tableDefinition('sentinel')).toMatchObject({
    TableName: 'sentinel',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      { IndexName: 'by-owner', Projection: { ProjectionType: 'ALL' } },
      { IndexName: 'by-time', Projection: { ProjectionType: 'ALL' } },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
});
