import { expect, test } from 'vitest';
import { scoreOf } from './score.ts';

function mutantsOf(...statuses: readonly string[]) {
  return statuses.map((status) => ({ status }));
}

test.each([
  ['killed', ['Killed'], 100],
  ['never ending', ['Timeout', 'Killed'], 100],
  ['survived', ['Killed', 'Survived', 'Survived', 'Timeout'], 50],
  ['met by no test', ['Killed', 'NoCoverage', 'NoCoverage', 'NoCoverage'], 25],
  ['left out', ['Killed', 'Ignored', 'Survived', 'CompileError'], 50],
  ['all survived', ['Survived'], 0],
])('the score where mutants are %s', (_what, statuses, percent) => {
  expect(scoreOf(mutantsOf(...statuses)).percent).toBe(percent);
});

test('the score in words has every count', () => {
  const { text } = scoreOf(
    mutantsOf('Killed', 'Killed', 'Timeout', 'Survived', 'NoCoverage', 'Ignored'),
  );

  expect(text).toBe('60.0 % (2 killed, 1 timed out, 1 survived, 1 never run, 1 left out)');
});

test.each([[[]], [['Ignored']]])(
  'where there is nothing to meet, there is no score: %j',
  (states) => {
    const { percent, text } = scoreOf(mutantsOf(...states));

    expect(percent).toBe(undefined);
    expect(text).toMatch(/^no mutant \(/);
  },
);
