import { rightsOf } from '@sentinel/tvm/infrastructure/rights';
import { accountRevokerRights } from '@sentinel/tvm/infrastructure/trust';
import { describe, expect, test } from 'vitest';
import { directMatrix } from './direct-faults.ts';
import { kinds, type Row, waysOf } from './kinds.ts';
import { portMatrix, sortOf } from './port-matrix.ts';
import { wireMatrix } from './wire-matrix.ts';

const names = {
  partition: 'aws',
  region: 'eu-west-1',
  accountId: '111122223333',
  name: 'sentinel',
  tableName: 'sentinel',
  streamLabel: '2026-01-01T00:00:00.000',
  keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/a',
  parameterPrefix: '/sentinel',
  protectedAccountIds: ['111122223333'],
  revokerRoleArns: ['arn:aws:iam::444455556666:role/SentinelRevoker'],
  topicArns: ['arn:aws:sns:eu-west-1:111122223333:desk'],
};

const rows = Object.entries({ ports: portMatrix, wire: wireMatrix, direct: directMatrix }).flatMap(
  ([level, matrix]) =>
    Object.entries<Row<string>>(matrix).map(([what, row]) => [`${level}: ${what}`, row] as const),
);

describe('SEC-02 the table of faults', () => {
  test.each(rows)('SEC-02 tries each kind or says why not: %s', (_what, row) => {
    const open = kinds.filter((kind) => {
      const cell = row[kind];
      return 'ways' in cell ? cell.ways.length === 0 : !/^\S.{10,120}$/.test(cell.none);
    });

    expect(open, 'SECURITY VIOLATION: kinds that are neither tried nor excused').toEqual([]);
    expect(Object.keys(row).sort()).toEqual([...kinds].sort());
    expect(waysOf(row).length, 'a row of excuses').toBeGreaterThan(2);
  });

  test('SEC-02 has every operation that the functions have a right to, and no other', () => {
    // What is no call of the code: Lambda reads the stream, and keeps what failed; AWS decrypts, and takes the lines.
    const byLambda =
      /^(dynamodb:(DescribeStream|GetRecords|GetShardIterator|ListStreams)|sqs:\w+|logs:\w+|kms:\w+)$/;
    // Asked along with AssumeRole.
    const along = /^sts:(SetSourceIdentity|TagSession)$/;
    const rights = (['api', 'authorizer', 'revoker', 'notifier'] as const).flatMap((name) =>
      rightsOf(name, names).Statement.flatMap(({ Action }) => Action),
    );
    const iam = accountRevokerRights('arn:aws:iam::444455556666:policy/a').Statement.flatMap(
      ({ Action }) => Action,
    );
    const operations = [...rights, ...iam]
      .filter((action) => !byLambda.test(action) && !along.test(action))
      .map((action) => action.split(':')[1]);

    expect(Object.keys(wireMatrix).sort()).toEqual([...new Set(operations)].sort());
  });

  test.each([
    ['sessions.find', 'read'],
    ['sessions.activeOf', 'believed'],
    ['sessions.commit', 'write'],
    ['sessions.open', 'silent'],
    ['random.id', 'immediate'],
    ['a.methodThatNobodyKnows', 'write'],
  ])('SEC-02 tries %s as a %s', (method, sort) => {
    expect(sortOf(method)).toBe(sort);
  });
});
