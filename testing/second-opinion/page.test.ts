import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { differences } from './differences.ts';

const page = readFileSync(new URL('../../docs/reference/stand-ins.md', import.meta.url), 'utf8');

test('the page of the stand-ins lists every difference from moto that is tested, and no other', () => {
  const listed = page
    .split('\n')
    .map((line) => line.replace(/ {2,}/g, ' '))
    .filter((line) => /^\| (STS|Parameter Store|DynamoDB) \|/.test(line));

  const tested = differences.map(
    ({ service, what, standIns, moto }) => `| ${service} | ${what} | ${standIns} | ${moto} |`,
  );
  expect(listed).toEqual(tested);
});
