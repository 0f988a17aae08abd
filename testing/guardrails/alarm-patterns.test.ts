import { blankRecord, type DecisionRecord } from '@sentinel/core/audit/record';
import { emergencyRolePattern, metricFilters } from '@sentinel/tvm/infrastructure/alarms';
import { describe, expect, test } from 'vitest';
import { readPattern } from './read-pattern.ts';
import { samples } from './sample-events.ts';

describe('the alarm `emergency-role-used`', () => {
  const pattern = emergencyRolePattern(
    'arn:aws:iam::111122223333:role/sentinel-api',
    '111122223333',
  );
  const sounds = readPattern(pattern);

  test('sounds at whoever takes a protected role past the server, and at nothing else', () => {
    const heard = samples.filter(({ event }) => sounds(event)).map(({ name }) => name);

    expect(heard).toEqual([
      'an administrator assumes a protected role',
      'an IAM user assumes a protected role',
      'an emergency role assumes a protected role',
      'an emergency user assumes a protected role',
      'somebody of an account without a trail assumes a protected role',
      'somebody switches to a protected role in the console',
    ]);
  });

  test('does not sound where AWS refused', () => {
    const assuming = samples.filter(({ event }) => event['eventName'] === 'AssumeRole');

    const heard = assuming.filter(({ event }) => sounds({ ...event, errorCode: 'AccessDenied' }));

    expect(heard).toEqual([]);
  });

  test('has a pattern of no more characters than CloudWatch takes', () => {
    expect(pattern.length).toBeLessThanOrEqual(1024);
  });
});

test.each<[counted: string, record: Partial<DecisionRecord>, by: readonly string[]]>([
  [
    'a key that was not registered',
    { outcome: 'withdrawn', code: 'DEPENDENCY_UNAVAILABLE' },
    ['TrailFailed'],
  ],
  [
    'a vend that could not read the blocks again, or took too long',
    { outcome: 'withdrawn', code: 'DEPENDENCY_UNAVAILABLE' },
    ['TrailFailed'],
  ],
  [
    'a key whose registration failed otherwise',
    { outcome: 'withdrawn', code: 'INTERNAL' },
    ['TrailFailed'],
  ],
  ['a vend that was revoked meanwhile', { outcome: 'withdrawn', code: 'SESSION_REVOKED' }, []],
  ['a failure before anything was issued', { outcome: 'error', code: 'INTERNAL' }, []],
  [
    'an opening of break-glass',
    { event: 'open-break-glass', outcome: 'allow', code: 'OK' },
    ['BreakGlassOpened'],
  ],
  ['a refused opening', { event: 'open-break-glass', outcome: 'deny', code: 'POLICY_DENY' }, []],
  ['a vend', { event: 'vend', outcome: 'allow', code: 'OK' }, []],
])('of records, %s is counted as it should', (_, fields, expected) => {
  const record = { ...blankRecord, ...fields };

  const counting = metricFilters.filter(({ pattern }) => readPattern(pattern)(record));

  expect(counting.map(({ name }) => name)).toEqual(expected);
});

test.each(['{ $.a = b }', '{ $.a ~ "b" }', '{ ($.a = "b" }', '$.a = "b"', '{ $.a = "b" } c'])(
  '`%s` is not read',
  (wrong) => {
    expect(() => readPattern(wrong)).toThrow();
  },
);
