import { routes } from '@sentinel/core/contract/index';
import {
  alarms,
  emergencyRolePattern,
  emergencyRoleUsed,
  metricFilters,
} from '@sentinel/tvm/infrastructure/alarms';
import { functions } from '@sentinel/tvm/infrastructure/functions';
import { rightsOf } from '@sentinel/tvm/infrastructure/rights';
import {
  accountRevokerRights,
  accountRevokerTrust,
  emergencyRoleTrust,
  protectedRoleTrust,
} from '@sentinel/tvm/infrastructure/trust';
import { tableDefinition, ttlAttribute } from '@sentinel/tvm/table';
import { expect, test } from 'vitest';
import * as ownRevocations from '../documents/revocations.ts';
import * as ownTrust from '../documents/trust.ts';
import * as ownAlarms from './alarms.ts';
import { type FunctionDeclaration, functions as ownFunctions } from './functions.ts';
import { rightsOf as ownRightsOf } from './rights.ts';
import { routeKeys } from './routes.ts';
import * as ownTable from './table.ts';

const names = {
  partition: 'aws',
  region: 'eu-west-1',
  accountId: '111122223333',
  name: 'sentinel',
  tableName: 'state',
  keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000',
  parameterPrefix: '/sentinel',
  protectedAccountIds: ['111122223333', '444455556666'],
  revokerRoleArns: ['arn:aws:iam::444455556666:role/SentinelRevoker'],
  topicArns: ['arn:aws:sns:eu-west-1:111122223333:security'],
};
const streamLabel = '2026-01-01T00:00:00.000';
const streamArn = `arn:aws:dynamodb:eu-west-1:111122223333:table/state/stream/${streamLabel}`;

test.each(functions)('rights and shape of $name are what the code declares', (declared) => {
  const { name, settings: _, sources, ...shape } = declared;
  const stream = sources.find(({ kind }) => kind === 'stream');
  const schedule = sources.find(({ kind }) => kind === 'schedule');

  const rights = ownRightsOf(name, { ...names, streamArn });
  const { stream: ownStream, everyMinutes, ...ownShape }: FunctionDeclaration = ownFunctions[name];

  expect(rights).toEqual(rightsOf(name, { ...names, streamLabel }));
  expect(ownShape).toEqual(shape);
  expect(ownStream && { kind: 'stream', ...ownStream }).toEqual(stream);
  expect(everyMinutes && { kind: 'schedule', everyMinutes }).toEqual(schedule);
});

test('alarms, routes and the table are what the code declares', () => {
  const { GlobalSecondaryIndexes: indexes, KeySchema: key } = tableDefinition('state');
  const keyOf = ([pk, sk]: readonly { readonly AttributeName: string }[]) => ({
    pk: pk?.AttributeName,
    sk: sk?.AttributeName,
  });
  const apiRole = 'arn:aws:iam::111122223333:role/sentinel-api';

  expect(ownAlarms.alarms).toEqual(alarms);
  expect(ownAlarms.metricFilters).toEqual(metricFilters);
  expect(ownAlarms.emergencyRoleUsed).toEqual(emergencyRoleUsed);
  expect(ownAlarms.emergencyRolePattern(apiRole, '111122223333')).toBe(
    emergencyRolePattern(apiRole, '111122223333'),
  );
  expect(routeKeys).toEqual(Object.values(routes).map(({ method, path }) => `${method} ${path}`));
  expect(ownTable.ttlAttribute).toBe(ttlAttribute);
  expect(ownTable.tableKeys).toEqual(keyOf(key));
  expect(ownTable.tableIndexes).toEqual(
    Object.fromEntries(indexes.map(({ IndexName, KeySchema }) => [IndexName, keyOf(KeySchema)])),
  );
});

test('who assumes roles, and what the revoker may do, is what the code declares', () => {
  const role = {
    apiRoleArn: 'arn:aws:iam::111122223333:role/sentinel-api',
    profiles: ['prod'],
    sourceIdentities: ['sentinel.approved.*'],
    emergencyRoleArns: ['arn:aws:iam::111122223333:role/Emergency'],
    emergencyUserArns: ['arn:aws:iam::111122223333:user/emergency'],
  };
  const policy = 'arn:aws:iam::444455556666:policy/SentinelRevocations';
  const revoker = 'arn:aws:iam::111122223333:role/sentinel-revoker';

  expect(inLists(ownTrust.protectedRoleTrust(role))).toEqual(inLists(protectedRoleTrust(role)));
  const { emergencyUserArns } = role;
  expect(ownTrust.emergencyRoleTrust(emergencyUserArns)).toEqual(
    emergencyRoleTrust(emergencyUserArns),
  );
  expect(inLists(ownTrust.accountRevokerTrust(revoker))).toEqual(
    inLists(accountRevokerTrust(revoker)),
  );
  expect(ownRevocations.accountRevokerRights(policy)).toEqual(accountRevokerRights(policy));
});

/** A text and a list of it are one to IAM. */
function inLists({ Statement }: { readonly Statement: readonly object[] }) {
  return Statement.map((statement) =>
    'Principal' in statement && isAws(statement.Principal)
      ? { ...statement, Principal: [statement.Principal.AWS].flat() }
      : statement,
  );
}

function isAws(principal: unknown): principal is { readonly AWS: unknown } {
  return typeof principal === 'object' && principal !== null && 'AWS' in principal;
}
