import { emergencyRolePattern } from '@sentinel/tvm/infrastructure/alarms';
import { describe, expect, test } from 'vitest';
import { readPattern } from './read-pattern.ts';
import { samples } from './sample-events.ts';

const pattern = emergencyRolePattern('arn:aws:iam::111122223333:role/sentinel-api');
const sounds = readPattern(pattern);

describe('the alarm `emergency-role-used`', () => {
  test('sounds at whoever takes a protected role past the server, and at nothing else', () => {
    const heard = samples.filter(({ event }) => sounds(event)).map(({ name }) => name);

    expect(heard).toEqual([
      'an administrator assumes a protected role',
      'an IAM user assumes a protected role',
      'an emergency role assumes a protected role',
      'an emergency user assumes a protected role',
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

  test.each(['{ $.a = b }', '{ $.a ~ "b" }', '{ ($.a = "b" }', '$.a = "b"', '{ $.a = "b" } c'])(
    '`%s` is not read',
    (wrong) => {
      expect(() => readPattern(wrong)).toThrow();
    },
  );
});
