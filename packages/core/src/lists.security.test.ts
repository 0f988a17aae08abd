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
import type { Intercept } from './memory/intercept.ts';
import { isRefusal } from './reasons.ts';

/** A store in which so many others wait that no read shows the end: the page is empty, and goes on. */
const endless =
  (port: 'requests' | 'breakGlass'): Intercept =>
  (call, proceed) =>
    call.port === port && call.method === 'list'
      ? { items: [], after: '2026-01-25T14:30:00.000Z#0123456789abcdef' }
      : proceed();

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

test('SEC-26 that others wait is told to nobody who approves nothing, where no profile is named', async () => {
  const { world } = anApprovalWorld();
  const ask = { view: 'to_approve', limit: '1' } as const;
  const none = await listed(world, ask, mallory);
  for (let n = 0; n < 2; n += 1) await asked(world);

  const some = await listed(world, ask, mallory);
  const theirs = await listed(world, ask, carol);

  expect(some, 'SECURITY VIOLATION: that others wait was told').toEqual(none);
  if (isRefusal(theirs)) throw new Error(theirs.message);
  expect([theirs.items.length, typeof theirs.nextPageToken]).toEqual([1, 'string']);
});

test('SEC-26 that others wait is told to no approver of something else', async () => {
  const { outside, world } = anApprovalWorld();
  outside.policies.put(
    { kind: 'profile', name: 'staging' },
    productionOf({ approval: '{ approvers: { users: [mallory@example.com] } }' }),
  );
  const ask = { view: 'to_approve', limit: '1' } as const;
  await asked(world, { profile: 'staging' });
  outside.clock.advance(1000);
  const before = await listed(world, ask, mallory);
  for (let n = 0; n < 2; n += 1) await asked(world);

  const after = await listed(world, ask, mallory);

  expect(after, 'SECURITY VIOLATION: that others wait was told').toEqual(before);
  expect(before).toMatchObject({ items: [{ request: { profile: 'staging' } }] });
});

test('SEC-26 that events of others wait is told to nobody who reviews nothing', async () => {
  const { outside, world } = aGlassWorld();
  const { open, list } = actsIn(world);
  const ask = { view: 'to_review', limit: '1' } as const;
  const none = await list(ask, mallory);
  for (const signer of [alice, bob]) await open({}, signer);
  outside.clock.advance(4_000_000);

  const some = await list(ask, mallory);
  const theirs = await list(ask, carol);

  expect(some, 'SECURITY VIOLATION: that others wait was told').toEqual(none);
  if (isRefusal(theirs)) throw new Error(theirs.message);
  expect([theirs.items.length, typeof theirs.nextPageToken]).toEqual([1, 'string']);
});

test.each([
  ['none', {}, ['undefined', 'string']],
  ['theirs', { profile: 'production' }, ['undefined', 'string']],
  ['one that there is not', { profile: 'unknown' }, ['undefined', 'undefined']],
])(
  'SEC-26 a short page of requests goes on for those alone who approve: %s is named',
  async (_named, named, tokens) => {
    const { world } = anApprovalWorld({ intercept: endless('requests') });

    const told = [mallory, carol].map(async (signer) => {
      const page = await listed(world, { view: 'to_approve', ...named }, signer);
      return isRefusal(page) ? page.code : typeof page.nextPageToken;
    });

    expect(await Promise.all(told), 'SECURITY VIOLATION: that others wait was told').toEqual(
      tokens,
    );
  },
);

test.each([
  ['none', {}, ['undefined', 'string']],
  ['theirs', { profile: 'production' }, ['undefined', 'string']],
])(
  'SEC-26 a short page of events goes on for those alone who review: %s is named',
  async (_named, named, tokens) => {
    const { world } = aGlassWorld(endless('breakGlass'));
    const { list } = actsIn(world);

    const told = [mallory, carol].map(async (signer) => {
      const page = await list({ view: 'to_review', ...named }, signer);
      return isRefusal(page) ? page.code : typeof page.nextPageToken;
    });

    expect(await Promise.all(told), 'SECURITY VIOLATION: that others wait was told').toEqual(
      tokens,
    );
  },
);

test('SEC-26 who could review when the glass was broken finds that where the profile is gone, and no more', async () => {
  const { outside, world } = aGlassWorld();
  putGlass(outside, 'gone', '  review: { reviewers: { users: [erin@example.com] } }');
  const { open, list } = actsIn(world);
  for (const profile of ['production', 'gone']) {
    for (const signer of [alice, bob]) await open({ profiles: [profile] }, signer);
  }
  outside.policies.put({ kind: 'profile', name: 'gone' }, 'broken');
  outside.clock.advance(4_000_000);
  const ask = { view: 'to_review', limit: '1' } as const;

  const first = await list(ask, erin);
  if (isRefusal(first)) throw new Error(first.message);
  const second = await list({ ...ask, page_token: first.nextPageToken }, erin);

  if (isRefusal(second)) throw new Error(second.message);
  const shown = [...first.items, ...second.items].map(({ event }) => event);
  expect(shown.map(({ profile }) => profile)).toEqual(['gone', 'gone']);
  expect(new Set(shown.map(({ subject }) => subject)).size).toBe(2);
  expect(second.nextPageToken).toBeUndefined();
});
