import { expect, test } from 'vitest';
import { readSubject } from './people.ts';

const longest = 'a'.repeat(64);

test.each([
  ['al'],
  ['alice@example.com'],
  ['a_b+c=d,e.f@g-h'],
  [longest],
  ['iam/a'],
  [`iam/${longest}`],
  ['role/a_b+c=d,e.f@g-h'],
  [`222233334444:role/${longest}`],
  ['222233334444:iam/alice'],
])('%s is a subject', (text) => {
  expect(readSubject(text, '111122223333')).toBe(text);
});

test.each([
  [''],
  ['a'],
  [`${longest}a`],
  ['Alice@example.com'],
  ['al ice'],
  ['iam/'],
  [`role/${longest}a`],
  ['group/alice'],
  ['22223333444:iam/alice'],
  ['2222333344445:iam/alice'],
  ['222233334444:alice@example.com'],
  ['22223333444x:iam/alice'],
  ['iam/teams/alice'],
  ['é222233334444:iam/alice'],
  ['alice@example.com '],
  [' alice@example.com'],
  ['iam/alice '],
  [' iam/alice'],
])('%s is none that a caller can have', (text) => {
  expect(readSubject(text, '111122223333')).toBeUndefined();
});

test('a subject of the own account is written without it', () => {
  expect(readSubject('111122223333:iam/alice', '111122223333')).toBeUndefined();
  expect(readSubject('iam/alice', '111122223333')).toBe('iam/alice');
});
