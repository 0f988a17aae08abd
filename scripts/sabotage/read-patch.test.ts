import { describe, expect, test } from 'vitest';
import { readPatch } from './read-patch.ts';

const name = 'SEC-09-use-not-awaited.patch';
const text = `Invariant: SEC-09 a grant is used as it was approved, and no more
Gain: a grant for one use is used any number of times
Test: packages/core/src/vend-entitled.security.test.ts

diff --git a/packages/core/src/claim-right.ts b/packages/core/src/claim-right.ts
--- a/packages/core/src/claim-right.ts
+++ b/packages/core/src/claim-right.ts
@@ -1,1 +1,1 @@
-old
+new
`;

test('a patch tells what it breaks, for whose gain, and which test must see it', () => {
  expect(readPatch(name, text)).toEqual({
    name,
    id: 'SEC-09',
    gain: 'a grant for one use is used any number of times',
    test: 'packages/core/src/vend-entitled.security.test.ts',
    changes: ['packages/core/src/claim-right.ts'],
  });
});

describe('what is no patch of ours', () => {
  test.each([
    ['another name', 'use-not-awaited.patch', text, 'is not named'],
    ['another invariant than its name', name, text.replace('SEC-09', 'SEC-10'), 'does not begin'],
    ['no gain', name, text.replace('Gain', 'Pain'), 'no line `Gain: ...`'],
    ['no test', name, text.replace('Test', 'Rest'), 'no line `Test: ...`'],
    ['a test of something else', name, text.replace('.security', ''), 'not a security test'],
    ['no change', name, text.replace('--- a/', '--- '), 'changes nothing'],
    [
      'a change of a test',
      name,
      text.replace('--- a/packages/core/src/claim-right.ts', '--- a/packages/core/src/a.test.ts'),
      'changes tests',
    ],
  ])('is refused: %s', (_what, named, written, why) => {
    expect(() => readPatch(named, written)).toThrow(why);
  });
});
