import { describe, expect, test } from 'vitest';
import { actsIn, aGlassWorld, bob, carol, opened, putGlass } from '../testing/a-break-glass.ts';
import { codeOf, person, roleSession } from '../testing/a-world.ts';
import { isRefusal } from './reasons.ts';

const hour = 3_600_000;

/** Three events: alice's of two profiles, the second a minute later, and bob's; carol reviews, and audits. */
async function start() {
  const { outside, world } = aGlassWorld();
  putGlass(outside, 'data', '  review: { required: false }');
  const acts = actsIn(world);
  const first = opened(await acts.open());
  outside.clock.advance(60_000);
  const free = opened(await acts.open({ profiles: ['data'] }));
  outside.clock.advance(60_000);
  const bobs = opened(await acts.open({}, bob));
  const idsIn = async (...args: Parameters<typeof acts.list>) => {
    const page = await acts.list(...args);
    return isRefusal(page) ? page.code : page.items.map(({ event }) => event.id);
  };
  return { outside, ...acts, idsIn, first, free, bobs };
}

describe('lists', () => {
  test("show one's own, those to review when they are over, or all to auditors", async () => {
    const { outside, idsIn, first, free, bobs } = await start();

    expect(await idsIn()).toEqual([free.id, first.id]);
    expect(await idsIn({}, bob)).toEqual([bobs.id]);
    expect(await idsIn({ view: 'to_review' }, carol)).toEqual([]);
    outside.clock.advance(hour);
    expect(await idsIn({ view: 'to_review' }, carol)).toEqual([bobs.id, first.id]);
    expect(await idsIn({ view: 'to_review' })).toEqual([]);
    expect(await idsIn({ view: 'to_review' }, bob)).toEqual([]);
    expect(await idsIn({ view: 'to_review' }, roleSession('ci-deploy', 'run-1'))).toEqual([]);
    expect(await idsIn({ view: 'all' }, carol)).toEqual([bobs.id, free.id, first.id]);
    expect(await idsIn({ view: 'all' }, bob)).toBe('FORBIDDEN');
    expect(await idsIn({ view: 'all', profile: 'data', status: 'expired' }, carol)).toEqual([
      free.id,
    ]);
  });

  test('go on by tokens that are good for the same caller and query', async () => {
    const { list, idsIn, first, free, bobs } = await start();
    const page = await list({ view: 'all', limit: '2' }, carol);
    if (isRefusal(page) || page.nextPageToken === undefined) throw new Error('no second page');
    const token = { limit: '2', page_token: page.nextPageToken };

    expect(page.items.map(({ event }) => event.id)).toEqual([bobs.id, free.id]);
    expect(await idsIn({ view: 'all', ...token }, carol)).toEqual([first.id]);
    expect(await idsIn({ ...token }, carol)).toBe('INVALID_REQUEST');
    expect(await idsIn({ ...token }, person('dan@example.com'))).toBe('INVALID_REQUEST');
  });

  test('say what the caller may do, and by what they may review', async () => {
    const { outside, show, first } = await start();

    expect(await show(first.id)).toMatchObject({ may: ['close'] });
    outside.clock.advance(hour);
    expect(await show(first.id)).toMatchObject({ may: [] });
    expect(await show(first.id, carol)).toMatchObject({
      may: ['review'],
      because: 'you are named',
    });
    expect(codeOf(await show(first.id, bob))).toBe('NOT_FOUND');
  });
});
