import { expect, test } from 'vitest';
import { scoreOf } from './score.ts';

/** A report with mutants of these states, the first in a file of its own. */
function reportOf(...[first, ...others]: readonly string[]) {
  const mutants = (statuses: readonly string[]) => statuses.map((status) => ({ status }));
  const files = { 'a.ts': { mutants: mutants(first === undefined ? [] : [first]) } };
  return JSON.stringify({ files: { ...files, 'b.ts': { mutants: mutants(others) } } });
}

test.each([
  ['killed', ['Killed'], 100],
  ['never ending', ['Timeout', 'Killed'], 100],
  ['survived', ['Killed', 'Survived', 'Survived', 'Timeout'], 50],
  ['met by no test', ['Killed', 'NoCoverage', 'NoCoverage', 'NoCoverage'], 25],
  ['left out', ['Killed', 'Ignored', 'Survived', 'CompileError'], 50],
  ['all survived', ['Survived'], 0],
])('the score where mutants are %s', (_what, statuses, percent) => {
  expect(scoreOf(reportOf(...statuses)).percent).toBe(percent);
});

test('the score in words has every count', () => {
  const { text } = scoreOf(
    reportOf('Killed', 'Killed', 'Timeout', 'Survived', 'NoCoverage', 'Ignored'),
  );

  expect(text).toBe('60.0 % (2 killed, 1 timed out, 1 survived, 1 never run, 1 ignored)');
});

test.each([[[]], [['Ignored']]])(
  'where there is nothing to meet, there is no score: %j',
  (states) => {
    const { percent, text } = scoreOf(reportOf(...states));

    expect(percent).toBe(undefined);
    expect(text).toMatch(/^no mutant \(/);
  },
);
