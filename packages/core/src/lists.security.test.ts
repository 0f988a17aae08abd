import { expect, test } from 'vitest';
import { actsIn, aGlassWorld, bob, carol, putGlass } from '../testing/a-break-glass.ts';
import { alice } from '../testing/a-world.ts';
import {
  anApprovalWorld,
  asked,
  erin,
  listed,
  mallory,
  productionOf,
} from '../testing/an-approval.ts';
import { isRefusal } from './reasons.ts';

test('SEC-26 that a list goes on tells nobody of requests for a profile that others approve', async () => {
  const { outside, world } = anApprovalWorld();
  const hidden = productionOf({
    rules:
      '  - { name: some, effect: require_approval, conditions: { users: [alice@example.com] } }',
  });
  outside.policies.put({ kind: 'profile', name: 'hidden' }, hidden);
  for (const profile of ['hidden', 'hidden']) await asked(world, { profile }, { signer: alice });
  const ask = { view: 'to_approve', limit: '1' } as const;

  const [known, unknown, theirs] = [
    await listed(world, { ...ask, profile: 'hidden' }, mallory),
    await listed(world, { ...ask, profile: 'unknown' }, mallory),
    await listed(world, { ...ask, profile: 'hidden' }, erin),
  ];

  expect(known, 'SECURITY VIOLATION: a profile was told of').toEqual(unknown);
  if (isRefusal(theirs)) throw new Error(theirs.message);
  expect([theirs.items.length, typeof theirs.nextPageToken]).toEqual([1, 'string']);
});

test('SEC-26 that a list goes on tells nobody of events of a profile that others review', async () => {
  const { outside, world } = aGlassWorld();
  putGlass(outside, 'hidden');
  const { open, list } = actsIn(world);
  for (const signer of [alice, bob]) await open({ profiles: ['hidden'] }, signer);
  outside.clock.advance(4_000_000);
  const ask = { view: 'to_review', limit: '1' } as const;

  const [known, unknown, theirs] = [
    await list({ ...ask, profile: 'hidden' }, mallory),
    await list({ ...ask, profile: 'unknown' }, mallory),
    await list({ ...ask, profile: 'hidden' }, carol),
  ];

  expect(known, 'SECURITY VIOLATION: a profile was told of').toEqual(unknown);
  if (isRefusal(theirs)) throw new Error(theirs.message);
  expect([theirs.items.length, typeof theirs.nextPageToken]).toEqual([1, 'string']);
});
