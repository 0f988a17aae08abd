import { sessionCheckAnswer } from '@sentinel/core/contract/session-check';
import { session, sessionsAnswer } from '@sentinel/core/contract/sessions';
import type { SignedCaller } from '@sentinel/core/identity/subject';
import { aGlassWorld } from '@sentinel/core/testing/a-break-glass';
import { putRules } from '@sentinel/core/testing/a-vend';
import { alice, documents, ownAccount, roleSession } from '@sentinel/core/testing/a-world';
import { expect, test } from 'vitest';
import { anEvent, aVend, rim } from '../../../testing/an-event.ts';
import { createApp } from '../app.ts';

const service = roleSession('orders', 'i-0123');

function anApp() {
  const { outside, world } = aGlassWorld();
  outside.policies.put(
    { kind: 'directory' },
    documents.directory.replace(
      'administration:',
      'administration:\n  check: { users: [role/orders] }',
    ),
  );
  const app = createApp(world, rim);
  const sendEvent = async (event: unknown) => {
    const { statusCode, body } = await app(event, 'lambda-1');
    return { status: statusCode, json: JSON.parse(body) };
  };
  const get = (target: string, signer: SignedCaller = alice) => {
    const [path = '', query = ''] = target.split('?');
    return sendEvent(anEvent(signer, { path, query }));
  };
  return { outside, sendEvent, get };
}

test('a session under a broken glass names the event, and no rule', async () => {
  const { sendEvent, get } = anApp();
  const asking = {
    profiles: ['production'],
    reason_code: 'incident',
    justification: 'the database is on fire and nobody answers',
  };
  const opening = await sendEvent(
    anEvent(alice, { method: 'POST', path: '/break-glass', body: JSON.stringify(asking) }),
  );
  const vended = await sendEvent(aVend(alice, { profile: 'production' }));

  const { json } = await get(`/sessions/${vended.json.Sentinel.SessionId}`);

  expect(json).toMatchObject({ via: 'breakglass', grant_id: opening.json.items[0].id });
  expect('rule' in json).toBe(false);
  expect(session().parse(json)).toEqual(json);
});

test('a session of less than the role names the scope', async () => {
  const { outside, sendEvent, get } = anApp();
  putRules(
    outside,
    'data',
    '  - { name: all, effect: allow, conditions: { groups: [engineering] } }',
    'scopes: { read-only: { policy_arns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] } }',
  );
  const vended = await sendEvent(aVend(alice, { profile: 'data', scope: 'read-only' }));

  const { json } = await get(`/sessions/${vended.json.Sentinel.SessionId}`);

  expect(json).toMatchObject({ scope: 'read-only', rule: 'all' });
  expect(session().parse(json)).toEqual(json);
});

test('sessions are listed, page by page', async () => {
  const { outside, sendEvent, get } = anApp();
  putRules(
    outside,
    'data',
    '  - { name: all, effect: allow, conditions: { groups: [engineering] } }',
  );
  const vended = [
    await sendEvent(aVend(alice, { profile: 'dev' })),
    await sendEvent(aVend(alice, { profile: 'data' })),
  ];

  const first = await get('/sessions?limit=1');
  const token = encodeURIComponent(first.json.next_page_token);
  const second = await get(`/sessions?limit=1&page_token=${token}`);

  expect([...first.json.items, ...second.json.items].map(({ id }) => id).sort()).toEqual(
    vended.map(({ json }) => json.Sentinel.SessionId).sort(),
  );
  expect('next_page_token' in second.json).toBe(false);
  expect(sessionsAnswer().parse(first.json)).toEqual(first.json);
});

test('a listed service is told whose key it is, until that session is over', async () => {
  const { sendEvent, get } = anApp();
  const { json: vended } = await sendEvent(aVend(alice, { profile: 'dev' }));
  const { SessionId: id } = vended.Sentinel;
  const path = `/sessions/check?access_key_id=${vended.AccessKeyId}`;

  const alive = await get(path, service);
  await sendEvent(anEvent(alice, { method: 'POST', path: `/sessions/${id}/end` }));
  const ended = await get(path, service);

  expect(alive).toEqual({
    status: 200,
    json: {
      alive: true,
      session_id: id,
      subject: 'alice@example.com',
      person: 'alice@example.com',
      profile: 'dev',
      role_arn: `arn:aws:iam::${ownAccount}:role/SentinelProtected-Dev`,
      account: ownAccount,
      via: 'direct',
      source_identity: vended.Sentinel.SourceIdentity,
      expires_at: '2026-01-25T15:30:00.000Z',
    },
  });
  expect(sessionCheckAnswer().parse(alive.json)).toEqual(alive.json);
  expect(ended.json.Code).toBe('CONFLICT');
});
