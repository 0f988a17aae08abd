import { expect, test } from 'vitest';
import { correctnessOf } from './verdicts.ts';

const clean = { steps: [], inconsistencies: [], failures: [], starts: 4 };

test.each([
  ['a run without faults', clean, [true, true]],
  ['a failure beside the steps', { ...clean, failures: ['a worker died'] }, [false, true]],
  [
    'an answer that no record tells',
    { ...clean, inconsistencies: ['no record of a1'] },
    [true, false],
  ],
])('%s', (_, found, expected) => {
  expect(correctnessOf(found).map(({ holds }) => holds)).toEqual(expected);
});
