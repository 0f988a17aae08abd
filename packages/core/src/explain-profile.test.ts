import { expect, test } from 'vitest';
import { withFailingRule } from '../testing/a-failing-rule.ts';
import { alice, aWorld, calling, codeOf, person } from '../testing/a-world.ts';
import { explainProfile } from './explain-profile.ts';

test.each([
  ['about oneself', alice, undefined],
  ['about another', person('carol@example.com'), 'alice@example.com'],
])('what cannot be judged is not explained %s', async (_whom, signer, subject) => {
  const world = withFailingRule(aWorld().world);

  const result = await calling(signer, world, (call) =>
    explainProfile(call, { profile: 'dev', subject }, world),
  );

  expect(codeOf(result)).toBe('POLICY_ERROR');
});
