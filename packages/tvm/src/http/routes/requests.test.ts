import { request as requestSchema, requestsAnswer } from '@sentinel/core/contract/requests';
import type { SignedCaller } from '@sentinel/core/identity/subject';
import { alice, decisions } from '@sentinel/core/testing/a-world';
import {
  anApprovalWorld,
  carol,
  mallory,
  productionOf,
  rita,
  wish,
} from '@sentinel/core/testing/an-approval';
import { describe, expect, test } from 'vitest';
import { anEvent, rim } from '../../../testing/an-event.ts';
import { createApp } from '../app.ts';

function anApp(production = productionOf()) {
  const { outside, world } = anApprovalWorld({ production });
  const app = createApp(world, rim);
  const send = async (
    signer: SignedCaller,
    [method, path, body]: readonly [method: string, path: string, body?: unknown],
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const [rawPath = '', query = ''] = path.split('?');
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const parts = { method, path: rawPath, query, headers };
    const event = anEvent(signer, { ...parts, ...(body !== undefined && { body: text }) });
    const answer = await app(event, 'lambda-1');
    return { ...answer, json: JSON.parse(answer.body) };
  };
  const ask = async (more: object = {}) =>
    (await send(alice, ['POST', '/requests', { ...wish, ...more }])).json;
  return { outside, send, ask };
}

/** Of no width, a tag, the half of a pair. */
const unseen = '\u200b\u{e0041}\ud800'.repeat(20);

describe('requests over HTTP', () => {
  test('are asked for, seen, approved and withdrawn', async () => {
    const { send } = anApp();

    const made = await send(alice, [
      'POST',
      '/requests',
      { ...wish, duration: 7200, ticket: 'OPS-1', not_before: '2026-01-25T15:00:00Z' },
    ]);
    const path = `/requests/${made.json.id}`;
    const shown = await send(carol, ['GET', path]);
    const approved = await send(carol, ['POST', `${path}/approve`, { comment: 'go' }]);
    const withdrawn = await send(rita, ['POST', `${path}/withdraw`, {}]);

    expect(made.statusCode).toBe(200);
    expect(made.json).toEqual({
      id: '0000000000000002',
      subject: 'alice@example.com',
      person: 'alice@example.com',
      profile: 'production',
      role_arn: 'arn:aws:iam::111122223333:role/SentinelProtected-Production',
      rule: 'everyone',
      status: 'pending',
      via: 'approved',
      duration_seconds: 7200,
      not_before: '2026-01-25T15:00:00.000Z',
      justification: 'mend the broken deployment',
      ticket: 'OPS-1',
      created_at: '2026-01-25T14:30:00.000Z',
      expires_at: '2026-01-26T14:30:00.000Z',
      needed: 1,
      approvals: [],
      approver_groups: ['sre-leads'],
      may: ['cancel'],
    });
    expect(shown.json).toEqual({
      ...made.json,
      may: ['approve', 'deny'],
      because: 'you are named',
    });
    expect(approved.json).toMatchObject({
      status: 'approved',
      approvals: [
        {
          subject: 'carol@example.com',
          person: 'carol@example.com',
          at: '2026-01-25T14:30:00.000Z',
          comment: 'go',
        },
      ],
      grant: { from: '2026-01-25T15:00:00.000Z', until: '2026-01-25T17:00:00.000Z', uses: 0 },
      may: ['withdraw'],
    });
    expect(withdrawn.json).toMatchObject({
      status: 'withdrawn',
      closed: { subject: 'rita@example.com' },
      may: [],
    });
    for (const { json } of [made, shown, approved, withdrawn]) {
      expect(requestSchema().parse(json)).toEqual(json);
    }
  });

  test('tell how often a grant may be used, and no groups where people alone approve', async () => {
    const { send, ask } = anApp(
      productionOf({ approval: '{ approvers: { users: [carol@example.com] }, max_uses: 2 }' }),
    );
    const { id, approver_groups } = await ask();

    const approved = await send(carol, ['POST', `/requests/${id}/approve`, {}]);

    expect(approver_groups).toEqual([]);
    expect(approved.json.grant).toMatchObject({ uses: 0, max_uses: 2 });
    expect(requestSchema().parse(approved.json)).toEqual(approved.json);
  });

  test('are listed, page by page', async () => {
    const { send, ask } = anApp();
    const ids = [await ask(), await ask(), await ask()].map(({ id }) => id);

    const first = await send(alice, ['GET', '/requests?limit=2']);
    const token = encodeURIComponent(first.json.next_page_token);
    const second = await send(alice, ['GET', `/requests?limit=2&page_token=${token}`]);
    const toApprove = await send(carol, ['GET', '/requests?view=to_approve']);

    const listed = [...first.json.items, ...second.json.items];
    expect(listed.map(({ id }) => id).sort()).toEqual(ids.sort());
    expect(second.json).not.toHaveProperty('next_page_token');
    expect(toApprove.json.items).toHaveLength(3);
    expect(requestsAnswer().parse(first.json)).toEqual(first.json);
  });

  test('a key makes one of a call that comes twice', async () => {
    const { outside, send } = anApp();
    const key = { 'idempotency-key': 'k1' };

    const first = await send(alice, ['POST', '/requests', wish], key);
    const again = await send(alice, ['POST', '/requests', wish], key);

    expect(again.json).toEqual(first.json);
    expect(outside.requests.all()).toHaveLength(1);
  });

  const nasty =
    'CR LF \r\n ANSI \u001b[31m NUL \u0000 LS \u2028 bidi \u202e\u2066 %s %n $' +
    '{7*7} "quoted" \\ <b> lone \ud800 end';
  test('texts of people come back as they were sent, and leave one line of record', async () => {
    const { outside, send } = anApp();

    const { json } = await send(alice, ['POST', '/requests', { ...wish, justification: nasty }]);
    const approved = await send(carol, [
      'POST',
      `/requests/${json.id}/approve`,
      { comment: nasty },
    ]);

    expect(json.justification).toBe(nasty);
    expect(approved.json.approvals[0].comment).toBe(nasty);
    for (const line of outside.trail.lines()) expect(line).toMatch(/^[ -~]+$/);
    expect(decisions(outside).map(({ justification }) => justification)).toEqual([nasty, nasty]);
  });

  test.each([
    ['no justification', { justification: undefined }, 400],
    ['one of 9 characters', { justification: ' 123456789 ' }, 400],
    ['one of 9 and much that nobody sees', { justification: `123456789${unseen}` }, 400],
    ['one of 10', { justification: '1234567890' }, 200],
    ['one of 500', { justification: 'x'.repeat(500) }, 200],
    ['one of 501', { justification: 'x'.repeat(501) }, 400],
    ['a ticket of 64', { ticket: 'x'.repeat(64) }, 200],
    ['a ticket of 65', { ticket: 'x'.repeat(65) }, 400],
    ['a ticket with a comma', { ticket: 'a,b' }, 400],
    ['a duration of 899 s', { duration: 899 }, 400],
    ['a duration of 900 s', { duration: 900 }, 200],
    ['the longest duration', { duration: 14_400 }, 200],
    ['a second more', { duration: 14_401 }, 400],
    ['a duration that is no whole number', { duration: 900.5 }, 400],
    ['a duration as text', { duration: '900' }, 400],
    ['a moment without a zone', { not_before: '2026-01-25T15:00:00' }, 400],
    ['a moment of another zone', { not_before: '2026-01-25T15:00:00+01:00' }, 400],
    ['a moment of no calendar', { not_before: '2026-13-25T15:00:00Z' }, 400],
    ['30 days ahead', { not_before: '2026-02-24T14:30:00Z' }, 200],
    ['more', { not_before: '2026-02-24T14:30:00.001Z' }, 400],
    ['a name that is none', { profile: 'Production' }, 400],
    ['an unknown member', { role: 'admin' }, 400],
  ])('%s is answered with its status', async (_what, more, status) => {
    const { outside, send } = anApp();

    const answer = await send(alice, ['POST', '/requests', { ...wish, ...more }]);

    expect(answer.statusCode).toBe(status);
    expect(outside.requests.all()).toHaveLength(status === 200 ? 1 : 0);
  });

  test.each([
    ['500 characters', 'x'.repeat(500), 200],
    ['501', 'x'.repeat(501), 400],
    ['none', '', 200],
  ])('a comment of %s', async (_what, comment, status) => {
    const { send, ask } = anApp();
    const { id } = await ask();

    const answer = await send(carol, ['POST', `/requests/${id}/deny`, { comment }]);

    expect(answer.statusCode).toBe(status);
  });

  test.each([
    ['limit=0', 400],
    ['limit=101', 400],
    ['limit=100', 200],
    ['status=open', 400],
    ['status=expired', 200],
    ['view=all', 403],
    ['view=yours', 400],
    ['page_token=', 400],
    ['subject=bob', 400],
    ['view=mine&view=all', 400],
  ])('a list with `%s` is %i', async (query, status) => {
    const { send } = anApp();

    expect((await send(alice, ['GET', `/requests?${query}`])).statusCode).toBe(status);
  });

  test('a foreign id, an unknown one and one of another kind are answered alike', async () => {
    const { send, ask } = anApp();
    const { id } = await ask();
    const without = ({ RequestId: _id, ...rest }: Record<string, unknown>) => rest;

    for (const verb of ['', '/approve', '/deny', '/cancel', '/withdraw']) {
      const [method, body] = verb === '' ? ['GET', undefined] : ['POST', {}];
      const foreign = await send(mallory, [method, `/requests/${id}${verb}`, body]);
      const unknown = await send(mallory, [method, `/requests/ffffffffffffffff${verb}`, body]);

      expect([foreign.statusCode, unknown.statusCode]).toEqual([404, 404]);
      expect(without(foreign.json)).toEqual(without(unknown.json));
    }
  });

  test('what its state forbids is 409, what its rules forbid 403', async () => {
    const { send, ask } = anApp();
    const { id } = await ask();
    const own = await send(alice, ['POST', `/requests/${id}/approve`, {}]);
    await send(carol, ['POST', `/requests/${id}/deny`, {}]);

    const late = await send(carol, ['POST', `/requests/${id}/approve`, {}]);

    expect([own.statusCode, own.json.Message]).toEqual([
      403,
      'nobody approves a request of their own',
    ]);
    expect([late.statusCode, late.json.Message]).toEqual([409, 'the request is `denied`']);
  });
});

test.each([
  ['production', 'sentinel request production --for 1h --justification "..."'],
  ['dev', 'sentinel exec dev -- COMMAND'],
])('explaining `%s` tells to run `%s`', async (profile, next) => {
  const { send } = anApp();

  const { json } = await send(alice, ['GET', `/explain?profile=${profile}`]);

  expect(json.next).toBe(next);
});
