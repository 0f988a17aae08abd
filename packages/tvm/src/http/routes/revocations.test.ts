import { revocation, revocationsAnswer } from '@sentinel/core/contract/revocations';
import { session as sessionAnswer } from '@sentinel/core/contract/sessions';
import { aSessionOf, aWatchedWorld, sam } from '@sentinel/core/testing/a-revoke';
import { alice, decisions, ownAccount } from '@sentinel/core/testing/a-world';
import { aRevocation } from '@sentinel/core/testing/contracts/a-revocation';
import { describe, expect, test } from 'vitest';
import { anEvent, rim } from '../../../testing/an-event.ts';
import { createApp } from '../app.ts';

const hour = 3600;

function anApp() {
  const { outside, world } = aWatchedWorld();
  const app = createApp(world, rim);
  const call = async (
    method: string,
    path: string,
    more: {
      readonly body?: unknown;
      readonly query?: string;
      readonly key?: string;
      readonly signer?: typeof sam;
    } = {},
  ) => {
    const { body, query, key, signer = sam } = more;
    const event = anEvent(signer, {
      method,
      path,
      ...(query === undefined ? {} : { query }),
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
    });
    const answer = await app(event, 'lambda-1');
    return { status: answer.statusCode, json: JSON.parse(answer.body) };
  };
  return { outside, world, call };
}

describe('a revocation', () => {
  test('is made, shown, listed and lifted', async () => {
    const { outside, call } = anApp();
    const body = {
      subject: 'alice@example.com',
      profile: 'dev',
      duration: hour,
      reason: 'why not',
    };

    const made = await call('POST', '/revocations', { body });
    const { id } = made.json;
    await outside.revocations.noteEffect(id, ownAccount, {
      atMs: outside.clock.nowMs(),
      isWidened: false,
    });
    const shown = await call('GET', `/revocations/${id}`);
    const listed = await call('GET', '/revocations', { query: 'status=live&profile=dev' });
    const lifted = await call('DELETE', `/revocations/${id}`);
    const again = await call('DELETE', `/revocations/${id}`);

    const expected = {
      id,
      kind: 'subject',
      subjects: ['alice@example.com', 'iam/alice'],
      profile: 'dev',
      status: 'done',
      reason: 'why not',
      by: 'sam@example.com',
      created_at: '2026-01-25T14:30:00.000Z',
      until: '2026-01-25T15:30:00.000Z',
      done_at: '2026-01-25T14:30:00.000Z',
      effects: [],
    };
    const effects = [{ account: ownAccount, at: '2026-01-25T14:30:00.000Z', widened: false }];
    expect(made).toEqual({ status: 200, json: expected });
    expect(shown.json).toEqual({ ...expected, effects });
    expect(listed.json).toEqual({ items: [{ ...expected, effects }] });
    expect(lifted.json).toEqual({
      ...expected,
      effects,
      status: 'lifted',
      lifted: { by: 'sam@example.com', at: '2026-01-25T14:30:00.000Z' },
    });
    expect(again).toEqual(lifted);
    for (const { json } of [made, shown, lifted])
      expect(() => revocation().parse(json)).not.toThrow();
    expect(() => revocationsAnswer().parse(listed.json)).not.toThrow();
  });

  test.each([
    ['of a profile', { profile: 'dev' }, { kind: 'profile', subjects: [], profile: 'dev' }],
    ['of a subject', { subject: 'role/ci' }, { kind: 'subject', subjects: ['role/ci'] }],
  ])('%s says so', async (_what, input, expected) => {
    const { call } = anApp();

    const { json } = await call('POST', '/revocations', { body: { ...input, reason: 'why not' } });

    expect(json).toMatchObject(expected);
    expect('session_id' in json).toBe(false);
  });

  test('that is not carried out yet has no moment of that', async () => {
    const { outside, call } = anApp();
    const open = aRevocation();
    await outside.revocations.create(open);

    const { json } = await call('GET', `/revocations/${open.id}`);

    expect(json.status).toBe('open');
    expect('done_at' in json).toBe(false);
    expect(() => revocation().parse(json)).not.toThrow();
  });

  test('is listed after newer ones, page by page', async () => {
    const { outside, call } = anApp();
    const made = [];
    for (const profile of ['dev', 'staging']) {
      const body = { profile, reason: 'why not' };
      made.unshift((await call('POST', '/revocations', { body })).json.id);
      outside.clock.advance(1000);
    }

    const first = await call('GET', '/revocations', { query: 'limit=1' });
    const token = encodeURIComponent(first.json.next_page_token);
    const second = await call('GET', '/revocations', { query: `limit=1&page_token=${token}` });

    expect([...first.json.items, ...second.json.items].map(({ id }) => id)).toEqual(made);
    expect('next_page_token' in second.json).toBe(false);
    expect(() => revocationsAnswer().parse(first.json)).not.toThrow();
  });

  test('past its time is called expired', async () => {
    const { outside, call } = anApp();
    const body = { profile: 'dev', duration: 60, reason: 'why not' };
    const { json } = await call('POST', '/revocations', { body });
    outside.clock.advance(60_000);

    expect((await call('GET', `/revocations/${json.id}`)).json.status).toBe('expired');
    expect((await call('GET', '/revocations', { query: 'status=live' })).json).toEqual({
      items: [],
    });
  });

  test('with a key is made once, and refused with another body', async () => {
    const { outside, call } = anApp();
    const body = { profile: 'staging', reason: 'why not' };

    const first = await call('POST', '/revocations', { body, key: 'k1' });
    const second = await call('POST', '/revocations', { body, key: 'k1' });
    const third = await call('POST', '/revocations', {
      body: { ...body, duration: 60 },
      key: 'k1',
    });

    expect(second).toEqual(first);
    expect(third.json.Code).toBe('CONFLICT');
    expect(outside.revocations.all()).toHaveLength(1);
  });

  test.each([
    ['no reason', { profile: 'dev' }],
    ['a reason of spaces', { profile: 'dev', reason: '      ' }],
    ['a reason of two characters', { profile: 'dev', reason: ' no ' }],
    ['a reason that is too long', { profile: 'dev', reason: 'x'.repeat(501) }],
    ['no target', { reason: 'why not' }],
    ['a time that is too short', { profile: 'dev', reason: 'why not', duration: 59 }],
    ['a time that is too long', { profile: 'dev', reason: 'why not', duration: 30 * 86_400 + 1 }],
    ['half a second', { profile: 'dev', reason: 'why not', duration: 60.5 }],
    ['a time as text', { profile: 'dev', reason: 'why not', duration: '60' }],
    ['no profile that can be', { profile: 'a.b', reason: 'why not' }],
    ['a subject that cannot be', { subject: 'A b', reason: 'why not' }],
    ['an unknown member', { profile: 'dev', reason: 'why not', force: true }],
    ['a member twice', '{"profile":"dev","profile":"staging","reason":"why not"}'],
  ])('with %s is refused, and nothing made', async (_what, body) => {
    const { outside, call } = anApp();

    const { status, json } = await call('POST', '/revocations', { body });

    expect([status, /^INVALID_/.test(json.Code)]).toEqual([400, true]);
    expect(outside.revocations.all()).toEqual([]);
  });

  test('keeps odd words as they came, on one line of the record', async () => {
    const { outside, call } = anApp();
    const reason = 'a\r\nb\u2028c\u001b[31md\u202ee%sf\u0000{}😀';

    const { json } = await call('POST', '/revocations', { body: { profile: 'dev', reason } });

    expect(json.reason).toBe(reason);
    expect(decisions(outside).at(-1)?.justification).toBe(reason);
    expect(outside.trail.lines().every((line) => /^[\x20-\x7e]*$/.test(line))).toBe(true);
  });
});

describe('a session that is revoked', () => {
  test.each([
    ['by its owner', alice, []],
    ['by an administrator', sam, ['session']],
  ])('%s is answered as it is then', async (_who, signer, blocks) => {
    const { world, call } = anApp();
    const { id } = await aSessionOf(world, alice);

    const { status, json } = await call('POST', `/sessions/${id}/revoke`, {
      signer,
      body: { reason: 'why not' },
    });

    expect([status, json.status, json.id]).toEqual([200, 'revoked', id]);
    expect(() => sessionAnswer().parse(json)).not.toThrow();
    const listed = await call('GET', '/revocations', { query: 'status=live' });
    expect(listed.json.items.map((item: { kind: string }) => item.kind)).toEqual(blocks);
    if (signer === sam) expect(listed.json.items).toMatchObject([{ session_id: id }]);
  });
});
