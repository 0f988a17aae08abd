import { expect, test } from 'vitest';
import { shownPolicies } from './iam.ts';

test.each(shownPolicies)(
  'every statement of $title has a meaning, and no other name has',
  (shown) => {
    const sids = shown.policy.Statement.map(({ Sid }) => Sid);

    expect(Object.keys(shown.meanings).sort()).toEqual([...sids].sort());
  },
);
