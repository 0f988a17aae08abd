import { describe, expect, test } from 'vitest';
import { functions } from './functions.ts';
import type { Names } from './names.ts';
import { type FunctionName, rightsOf } from './rights.ts';

const names: Names = {
  partition: 'aws',
  region: 'eu-west-1',
  accountId: '111122223333',
  name: 'sentinel',
  tableName: 'sentinel',
  streamLabel: '2026-01-01T00:00:00.000',
  keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000',
  parameterPrefix: '/sentinel',
  protectedAccountIds: ['111122223333', '444455556666'],
  revokerRoleArns: ['arn:aws:iam::444455556666:role/SentinelRevoker'],
  topicArns: ['arn:aws:sns:eu-west-1:111122223333:sentinel-security'],
};
const each = functions.map(({ name }) => name);
const actionsOf = (name: FunctionName) =>
  rightsOf(name, names).Statement.flatMap(({ Action }) => Action);

describe('SEC-24 what each function may do', () => {
  test.each(each)('SEC-24 %s may neither scan nor delete, and nothing by a wildcard', (name) => {
    const forbidden = actionsOf(name).filter((action) =>
      /\*|Scan|Delete|iam:|BatchWrite|TransactWrite|PartiQL/.test(action),
    );

    expect(forbidden, `SECURITY VIOLATION: ${name} may do more than it calls`).toEqual([]);
  });

  test.each([
    ['authorizer', ['dynamodb:GetItem']],
    [
      'notifier',
      [
        'dynamodb:DescribeStream',
        'dynamodb:GetRecords',
        'dynamodb:GetShardIterator',
        'dynamodb:ListStreams',
      ],
    ],
  ] as const)('SEC-24 %s has no other right on the table', (name, expected) => {
    const onTable = actionsOf(name)
      .filter((action) => action.startsWith('dynamodb:'))
      .sort();

    expect(onTable, `SECURITY VIOLATION: ${name} reaches into the table`).toEqual(expected);
  });

  test('SEC-24 channels are read by the notifier alone', () => {
    const readers = each.filter((name) =>
      rightsOf(name, names).Statement.some(({ Resource }) =>
        Resource.some(
          (arn) =>
            arn.includes('parameter') &&
            'arn:aws:ssm:eu-west-1:111122223333:parameter/sentinel/channels/x'.startsWith(
              arn.replace(/\*$/, ''),
            ),
        ),
      ),
    );

    expect(readers, 'SECURITY VIOLATION: somebody else reads webhook keys').toEqual(['notifier']);
  });

  test('SEC-25 the API alone assumes protected roles, by its own stamp and from its own code', () => {
    const vending = each.flatMap((name) =>
      rightsOf(name, names)
        .Statement.filter(({ Action }) => Action.includes('sts:SetSourceIdentity'))
        .map((statement) => ({ name, statement })),
    );

    expect(vending, 'SECURITY VIOLATION: another function vends').toHaveLength(1);
    expect(vending[0]?.name).toBe('api');
    expect(
      vending[0]?.statement.Condition,
      'SECURITY VIOLATION: any stamp, or anybody with the role',
    ).toEqual({
      StringLike: { 'sts:SourceIdentity': 'sentinel.*' },
      ArnEquals: {
        'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-west-1:111122223333:function:sentinel-api',
      },
    });
  });
});
