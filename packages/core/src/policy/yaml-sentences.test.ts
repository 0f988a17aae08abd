import { expect, test } from 'vitest';
import { yamlSentence } from './yaml-sentences.ts';

test.each([
  ['TAB_AS_INDENT', 'expected spaces, found a tab'],
  ['BAD_ALIAS', 'aliases (`*`) are not allowed'],
  ['IMPOSSIBLE', 'this is no YAML'],
  ['constructor', 'this is no YAML'],
])('of `%s` is said: %s', (code, sentence) => {
  expect(yamlSentence(code)).toBe(sentence);
});
