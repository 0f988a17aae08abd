import { expect, test } from 'vitest';
import { devDecision } from './dev-decision.ts';

const decision = {
  seq: 1,
  time: '2026-01-25T14:00:00.000Z',
  event: 'vend',
  outcome: 'deny',
  subject: 'alice@example.com',
  profile: 'payments',
  rule: 'freeze',
  code: 'POLICY_DENY',
  reason: 'change freeze',
};

test('a decision is one line, its outcome in colour where that may be', () => {
  const plain =
    '14:00:00  deny  vend  alice@example.com  payments  rule `freeze`  POLICY_DENY  change freeze';

  expect(devDecision(JSON.stringify(decision), false)).toBe(plain);
  expect(devDecision(JSON.stringify(decision), true)).toBe(
    plain.replace('deny', '\u001b[31mdeny\u001b[0m'),
  );
});

test('what others wrote cannot steer the terminal', () => {
  const line = JSON.stringify({ ...decision, reason: 'a\u001b[2Jb' });

  expect(devDecision(line, false)).not.toContain('\u001b');
});

test('other lines are none', () => {
  expect(devDecision(JSON.stringify({ level: 'info', metric: 'x' }), false)).toBeUndefined();
});
