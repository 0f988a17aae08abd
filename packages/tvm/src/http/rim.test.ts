import { alice, aWorld, documents } from '@sentinel/core/testing/a-world';
import { expect, test } from 'vitest';
import { anEvent, aVend, rim } from '../../testing/an-event.ts';
import { createApp } from './app.ts';

function anApp(changes: Partial<typeof rim> = {}) {
  const { outside, world } = aWorld();
  const app = createApp(world, { ...rim, ...changes });
  const send = async (event: unknown) => {
    const answer = await app(event, 'lambda-1');
    return { status: answer.statusCode, json: JSON.parse(answer.body) };
  };
  return { outside, send };
}

test('a body without a type is refused, for nobody says how to read it', async () => {
  const { send } = anApp();
  const event = aVend(alice, { profile: 'dev' });

  const { status } = await send({ ...event, headers: { 'user-agent': 'test' } });

  expect(status).toBe(415);
});

test('an empty body is none', async () => {
  const { send } = anApp();

  const { json } = await send(anEvent(alice, { method: 'POST', body: '' }));

  expect(json.Code).toBe('MISSING_PROFILE');
});

test('a named stage alone is the root', async () => {
  const { send } = anApp({ stage: 'live' });
  const event = anEvent(alice, { path: '/live', query: 'profile=dev' });

  const { status } = await send({
    ...event,
    requestContext: { ...event.requestContext, stage: 'live' },
  });

  expect(status).toBe(200);
});

test.each(['', 'two words', 'a,b', 'x'.repeat(129), 'schlüssel'])(
  'the idempotency key `%s` is refused before anything is done',
  async (key) => {
    const { outside, send } = anApp();
    const body = JSON.stringify({ subject: 'iam/bob', reason: 'a stolen laptop' });
    const parts = { method: 'POST', path: '/revocations', body };

    const { json } = await send(anEvent(alice, { ...parts, headers: { 'idempotency-key': key } }));

    expect(json).toMatchObject({ Code: 'INVALID_REQUEST' });
    expect(json.Message).toContain('`Idempotency-Key`');
    expect(outside.revocations.all()).toEqual([]);
  },
);

test('how the server is, is not told to whoever comes by a role that only bears the trusted name', async () => {
  const { outside, send } = anApp();
  const role = 'role: AWSReservedSSO_Engineers_0123456789abcdef';
  outside.policies.put(
    { kind: 'directory' },
    documents.directory.replace(role, `${role}, role_id: AROAANOTHERROLEOFNAME1`),
  );

  const { status, json } = await send(anEvent(alice, { path: '/health' }));

  expect([status, json.Code]).toEqual([400, 'INVALID_IDENTITY']);
});

test('a session tells of its device, its scope being none, and what was said for it', async () => {
  const { send } = anApp();
  const said = { profile: 'dev', justification: 'to mend the build', device_id: 'laptop-7' };
  const { json: vended } = await send(aVend(alice, said));

  const { json } = await send(anEvent(alice, { path: `/sessions/${vended.Sentinel.SessionId}` }));

  expect(json).toMatchObject({
    justification: 'to mend the build',
    device_id: 'laptop-7',
    rule: 'engineers',
  });
  expect('scope' in json || 'grant_id' in json).toBe(false);
});

test('a profile tells its description, and no Region where it has none', async () => {
  const { outside, send } = anApp();
  outside.policies.put(
    { kind: 'profile', name: 'dev' },
    documents.dev.replace('region: eu-west-1', 'description: where we try things'),
  );

  const { json: list } = await send(anEvent(alice, { path: '/profiles' }));
  const { json: vended } = await send(aVend(alice, { profile: 'dev' }));

  expect(list.profiles[0]).toMatchObject({ description: 'where we try things' });
  expect('region' in list.profiles[0] || 'Region' in vended.Sentinel).toBe(false);
});
