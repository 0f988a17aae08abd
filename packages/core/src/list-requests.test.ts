import { describe, expect, test } from 'vitest';
import { alice, codeOf, decisions, person, roleSession } from '../testing/a-world.ts';
import {
  act,
  anApprovalWorld,
  asked,
  audrey,
  carol,
  dan,
  listed,
  mallory,
  productionOf,
} from '../testing/an-approval.ts';
import type { RequestsInput } from './list-requests.ts';
import { isRefusal } from './reasons.ts';
import type { World } from './world.ts';

const bob = person('bob@example.com');

/** Whose requests are listed, and what the caller may do with each. */
async function list(world: World, input: RequestsInput, signer = alice) {
  const page = await listed(world, input, signer);
  if (isRefusal(page)) return page.code;
  return page.items.map(({ request, may }) => `${request.subject.split('@')[0]}: ${may.join()}`);
}

/** Requests of bob, dan (an approver) and alice, one of each approved by carol already where it takes two. */
async function start() {
  const { outside, world } = anApprovalWorld({
    production: productionOf({
      approval: '{ approvers: { groups: [sre-leads], users: [carol@example.com] }, count: 2 }',
    }),
  });
  const put = (name: string, text: string) => outside.policies.put({ kind: 'profile', name }, text);
  put('staging', productionOf({ approval: '{ approvers: { users: [erin@example.com] } }' }));
  for (const signer of [bob, dan, alice]) {
    await asked(world, {}, { signer });
    outside.clock.advance(1000);
  }
  await asked(world, { profile: 'staging' }, { signer: bob });
  return { outside, world };
}

describe('a list', () => {
  test('of own requests is what is shown if nothing is said', async () => {
    const { world } = await start();

    expect(await list(world, {})).toEqual(['alice: cancel']);
    expect(await list(world, { view: 'mine' }, bob)).toEqual(['bob: cancel', 'bob: cancel']);
    expect(await list(world, {}, mallory)).toEqual([]);
  });

  test.each([
    ['one by name', carol, ['alice: approve,deny', 'dan: approve,deny', 'bob: approve,deny']],
    ['one by group, but for own ones', dan, ['alice: approve,deny', 'bob: approve,deny']],
    ['nobody who is none', mallory, []],
    ['no auditor', audrey, []],
    ['no role, though it is in the group', roleSession('ci-release', 'build-1'), []],
  ])('of those to approve is for approvers: %s', async (_who, signer, shown) => {
    const { world } = await start();

    expect(await list(world, { view: 'to_approve' }, signer)).toEqual(shown);
  });

  test('of those to approve leaves out what the caller has approved, and what is settled', async () => {
    const { outside, world } = await start();
    const [ofBob, ofDan] = outside.requests.all();
    await act(world, ['approve', ofBob?.id ?? '']);
    await act(world, ['cancel', ofDan?.id ?? ''], { signer: dan });

    expect(await list(world, { view: 'to_approve' }, carol)).toEqual(['alice: approve,deny']);
  });

  test('of all is for holders of `audit`, who may do nothing with them', async () => {
    const { world } = await start();

    expect(await list(world, { view: 'all' }, audrey)).toEqual([
      'bob: ',
      'alice: ',
      'dan: ',
      'bob: ',
    ]);
    expect(await list(world, { view: 'all' }, carol)).toBe('FORBIDDEN');
  });

  test('filters by profile and status', async () => {
    const { outside, world } = await start();
    outside.clock.advance(86_400_000 - 2500);
    const of = (input: RequestsInput) => list(world, { view: 'all', ...input }, audrey);

    expect(await of({ profile: 'staging' })).toEqual(['bob: ']);
    expect(await of({ status: 'expired' })).toEqual(['bob: ']);
    expect(await of({ status: 'pending', profile: 'production' })).toEqual(['alice: ', 'dan: ']);
  });

  test('of those to approve is of pending ones only', async () => {
    const { world } = await start();

    expect(await list(world, { view: 'to_approve', status: 'denied' }, carol)).toBe(
      'INVALID_REQUEST',
    );
    expect(await list(world, { view: 'to_approve', status: 'pending' }, carol)).toHaveLength(3);
  });

  test('goes on where the page before ended, also after one that shows none', async () => {
    const { world } = await start();
    const seen: unknown[] = [];
    let token: string | undefined;
    do {
      const input = {
        view: 'to_approve',
        limit: '1',
        ...(token && { page_token: token }),
      } as const;
      const page = await listed(world, input, dan);
      if (isRefusal(page)) throw new Error(page.message);
      seen.push(page.items.map(({ request }) => request.subject.split('@')[0]));
      token = page.nextPageToken;
    } while (token !== undefined);

    expect(seen).toEqual([['alice'], [], ['bob']]);
  });

  test('a page of another list or caller is refused', async () => {
    const { world } = await start();
    const page = await listed(world, { limit: '1' }, bob);
    const token = isRefusal(page) ? '' : (page.nextPageToken ?? '');

    for (const [input, signer] of [
      [{ page_token: token }, alice],
      [{ page_token: token, status: 'pending' }, bob],
      [{ page_token: token, profile: 'production' }, bob],
    ] as const) {
      expect(codeOf(await listed(world, input, signer))).toBe('INVALID_REQUEST');
    }
    expect(await list(world, { page_token: token }, bob)).toEqual(['bob: cancel']);
  });

  test('is recorded like everything else', async () => {
    const { outside, world } = await start();

    await list(world, {});

    expect(decisions(outside).at(-1)).toMatchObject({
      outcome: 'allow',
      subject: 'alice@example.com',
    });
  });
});
