import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openRange, type Range } from './firing-range.ts';
import type { Keys, Shot } from './hostile-client.ts';
import { expectRefused, type Refused, repel, vendShot } from './repel.ts';

/** One person with two subjects may break the glass, once a day, and would review it, too. */
const vault = `version: "1"
profile: { role_arn: "arn:aws:iam::444455556666:role/SentinelProtected-Vault" }
rules: [{ name: everyone, effect: require_approval, conditions: { any: true } }]
approval: { approvers: { users: [carol@example.com] }, max_grant: 4h }
break_glass:
  eligible: { users: [alice@example.com, iam/alice, role/ci-deploy] }
  reason_codes: [incident]
  max_duration: 1h
  cooldown: 1h
  quota: { per_user: { count: 2, within: 24h } }
  review: { required: true, within: 72h, reviewers: { users: [alice@example.com, iam/alice, carol@example.com, role/ci-deploy] } }
`;
const needed = { code: 'APPROVAL_REQUIRED', truth: { via: null, grant_id: null } };
const conflict = { code: 'CONFLICT' };
const denied = '{ name: closed, effect: deny, conditions: { any: true } }';
const why = 'the database is on fire, and nobody answers';

let range: Range;
let mallory: Keys;
let alice: Keys;
let alicesUser: Keys;
let carol: Keys;

beforeAll(async () => {
  range = await openRange({
    roles: { Vault: ['vault', 'twin', 'lent'] },
    documents: {
      '/sentinel/policies/vault': vault,
      '/sentinel/policies/twin': vault,
      '/sentinel/policies/hidden': vault
        .replace('any: true', 'users: [carol@example.com]')
        .replace('[alice@example.com, iam/alice, role/ci-deploy]', '[carol@example.com]'),
    },
  });
  [mallory, alice, carol] = [range.keysOf('mallory'), range.keysOf('alice'), range.keysOf('carol')];
  alicesUser = range.user('alice');
});
afterAll(() => range.close());
afterEach(() => void vi.useRealTimers());

function openShot(more: object = {}, key?: string): Shot {
  const ask = { profiles: ['vault'], reason_code: 'incident', justification: why, ...more };
  return {
    method: 'POST',
    target: '/break-glass',
    body: JSON.stringify(ask),
    ...(key === undefined ? {} : { signed: { 'Idempotency-Key': key } }),
  };
}

function post(target: string, body: object = {}): Shot {
  return { method: 'POST', target, body: JSON.stringify(body) };
}

async function repelAll(attacks: readonly (readonly [string, Keys, Shot, Refused])[]) {
  for (const [wants, by, shot, refused] of attacks)
    await repel(range, { wants, by, shot, refused });
}

describe('SEC-10 the glass, by those who may not break it, and by one who may', () => {
  test.each<[string, () => Keys, object, string]>([
    ['who is not eligible', () => mallory, {}, 'FORBIDDEN'],
    ['who is not eligible, by a ticket', () => mallory, { ticket: 'INC-1' }, 'FORBIDDEN'],
    ['who is a role that the document names', () => range.keysOf('ci'), {}, 'FORBIDDEN'],
    [
      'who is eligible, beside what is none',
      () => alice,
      { profiles: ['vault', 'none'] },
      'POLICY_DENY',
    ],
    [
      'who is eligible, beside what is not theirs',
      () => alice,
      { profiles: ['vault', 'database'] },
      'FORBIDDEN',
    ],
    [
      'who names one profile twice',
      () => alice,
      { profiles: ['vault', 'vault'] },
      'INVALID_REQUEST',
    ],
    ['who names none', () => alice, { profiles: [] }, 'INVALID_REQUEST'],
    ['who names another reason', () => alice, { reason_code: 'curiosity' }, 'INVALID_REQUEST'],
    [
      'who would be somebody else',
      () => mallory,
      { subject: 'alice@example.com' },
      'INVALID_REQUEST',
    ],
    ['who wants it for a day', () => alice, { duration: 86_400 }, 'INVALID_REQUEST'],
  ])('SEC-10 nobody opens it %s', async (wants, by, more, code) => {
    await repel(range, { wants, by: by(), shot: openShot(more), refused: { code } });
  });

  test('SEC-10 racing under both names of one person opens it once, and nothing of it is lent', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, nth) => range.fire(nth % 2 ? alice : alicesUser, openShot())),
    );

    const [opened = expect.fail(), ...more] = answers.filter(({ status }) => status === 200);
    expect(more, 'SECURITY VIOLATION: one person has two open at once').toEqual([]);
    for (const late of answers.filter((each) => each !== opened)) {
      const by = answers.indexOf(late) % 2 === 0 ? alicesUser : alice;
      expectRefused(range, late, { wants: 'a second one', by, refused: { code: 'CONFLICT' } });
    }
    const event = Object(Object(opened.json['items'])[0]);
    const [owner, other] =
      event.subject === 'iam/alice' ? [alicesUser, alice] : [alice, alicesUser];
    const at = (verb: string, body: object = {}) => post(`/break-glass/${event.id}/${verb}`, body);
    const review = at('review', { verdict: 'justified' });
    const unknown = { code: 'NOT_FOUND' };
    await repelAll([
      ['the open glass under another name', other, vendShot('vault'), needed],
      ["somebody else's open glass", mallory, vendShot('vault'), needed],
      ['the open glass for its twin', owner, vendShot('twin'), needed],
      ["somebody else's by its id", mallory, vendShot('vault', { session_id: event.id }), needed],
      ['to close it as a stranger', mallory, at('close'), unknown],
      ['to extend it as a stranger', mallory, at('extend', { duration: 900 }), unknown],
      ['to review it as a stranger', mallory, review, unknown],
      ['to review it as a role', range.keysOf('ci'), review, unknown],
      ['more than policy gives', owner, at('extend', { duration: 14_400 }), conflict],
      ['a review while it is open', carol, review, conflict],
    ]);

    const vended = await range.fire(owner, vendShot('vault'));
    expect(vended.status, 'the invoker is let in').toBe(200);
    const session_id = Object(vended.json['Sentinel'])['SessionId'];
    expect((await range.fire(owner, at('close'))).status).toBe(200);

    const own = { code: 'FORBIDDEN' };
    await repelAll([
      ['a vend after its end', owner, vendShot('vault'), needed],
      ['to go on in the session of before', owner, vendShot('vault', { session_id }), needed],
      ['to open again what was closed', owner, at('extend', { duration: 900 }), conflict],
      ['another before the cooldown is over', owner, openShot(), { code: 'COOLDOWN' }],
      ['another under their other name', other, openShot(), { code: 'COOLDOWN' }],
      ['to review their own', owner, review, own],
      ['to review their own under another name', other, review, own],
    ]);
    expect((await range.fire(carol, review)).status, 'somebody else reviews it').toBe(200);
  });

  test('SEC-10 the key of an opening, used again, opens nothing', async () => {
    const shot = openShot({ profiles: ['twin'] }, 'one-opening');
    const opened = await range.fire(alice, shot);
    const id = String(Object(Object(opened.json['items'])[0])['id']);
    await range.fire(alice, post(`/break-glass/${id}/close`));

    const again = await range.fire(alice, shot);

    expect(again.json, 'SECURITY VIOLATION: a replay opened the glass').toMatchObject({
      items: [{ id, status: 'closed' }],
    });
    await repelAll([
      ['a vend by the replayed opening', alice, vendShot('twin'), needed],
      ["somebody else's key", mallory, shot, { code: 'FORBIDDEN' }],
    ]);
  });
});

describe('SEC-08 an approval that nobody would give any more', () => {
  const policy = '/sentinel/policies/lent';
  const lent = vault.split('break_glass:')[0] ?? '';
  const later = () => void vi.setSystemTime(Date.now() + 61_000);

  test.each<[wants: string, change: (text: string) => string]>([
    ['by whom is no approver any more', (text) => text.replace('carol@', 'erin@')],
    ['of two, where one was asked for', (text) => text.replace('max_grant', 'count: 2, max_grant')],
    ['for another role', (text) => text.replace('Protected-Vault', 'Protected-Production')],
    ['under another rule', (text) => text.replace('name: everyone', 'name: anyone')],
    ['past a deny that came since', (text) => text.replace('rules: [', `rules: [${denied}, `)],
  ])('SEC-08 opens nothing, nor refreshes what it opened: one %s', async (wants, change) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    range.stack.ssm.put(policy, lent);
    later();
    const made = await range.post(mallory, '/requests', { profile: 'lent', justification: why });
    const id = String(made.json['id']);
    await range.post(carol, `/requests/${id}/approve`, {});
    const vended = await range.fire(mallory, vendShot('lent'));
    expect(vended.status, vended.body).toBe(200);
    const session_id = Object(vended.json['Sentinel'])['SessionId'];

    range.stack.ssm.put(policy, change(lent));
    later();

    const code = wants.startsWith('past') ? 'POLICY_DENY' : 'APPROVAL_REQUIRED';
    await repelAll([
      [wants, mallory, vendShot('lent'), { code }],
      [wants, mallory, vendShot('lent', { session_id }), { code }],
    ]);
    await range.post(mallory, `/requests/${id}/withdraw`, {});
  });
});

describe('SEC-26 a profile that is hidden, and one that does not exist', () => {
  test('SEC-26 whom the hidden one is for is told what it asks for', async () => {
    await repelAll([['what they may ask for', carol, vendShot('hidden'), needed]]);
  });

  const session_id = '0123456789abcdef';
  test.each<[string, (name: string) => Shot]>([
    ['a vend', (name) => vendShot(name)],
    ['a vend by query', (name) => ({ target: `/?profile=${name}` })],
    ['a vend of a scope', (name) => vendShot(name, { scope: 'read-only' })],
    ['a vend in a session', (name) => vendShot(name, { session_id })],
    ['an explanation', (name) => ({ target: `/explain?profile=${name}` })],
    ['a request', (name) => post('/requests', { profile: name, justification: why })],
    [
      'a request of too long a grant',
      (name) => post('/requests', { profile: name, justification: why, duration: 604_800 }),
    ],
    ['a broken glass', (name) => openShot({ profiles: [name] })],
    ['a broken glass beside another', (name) => openShot({ profiles: ['twin', name] })],
    [
      'a broken glass by no reason of theirs',
      (name) => openShot({ profiles: [name], reason_code: 'x' }),
    ],
    ['a list of sessions', (name) => ({ target: `/sessions?profile=${name}` })],
    ['a list of requests', (name) => ({ target: `/requests?profile=${name}` })],
    [
      'a list of those to approve',
      (name) => ({ target: `/requests?view=to_approve&profile=${name}` }),
    ],
    ['a list of broken glass', (name) => ({ target: `/break-glass?profile=${name}` })],
  ])('SEC-26 answer %s alike, to the byte', async (_what, shot) => {
    for (const by of [mallory, alice]) {
      const told = [];
      for (const name of ['hidden', 'absent']) {
        const { status, body, requestId = '' } = await range.fire(by, shot(name));
        told.push(`${status} ${body.replaceAll(requestId, 'ID').replaceAll(name, 'NAME')}`);
      }

      expect(told[0], 'SECURITY VIOLATION: it shows which profile exists').toBe(told[1]);
    }
  });
});
