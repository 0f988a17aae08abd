import { httpStatus } from '@sentinel/core/contract/error';
import { explainAnswer } from '@sentinel/core/contract/explain';
import { healthAnswer } from '@sentinel/core/contract/health';
import { routes } from '@sentinel/core/contract/index';
import { profilesAnswer } from '@sentinel/core/contract/profiles';
import { sessionsAnswer } from '@sentinel/core/contract/sessions';
import { vendAnswer } from '@sentinel/core/contract/vend';
import { whoamiAnswer } from '@sentinel/core/contract/whoami';
import {
  alice,
  aWorld,
  decisions,
  documents,
  ownAccount,
  person,
  profileNamed,
  roleSession,
} from '@sentinel/core/testing/a-world';
import { describe, expect, test } from 'vitest';
import { anEvent, aVend, rim } from '../../testing/an-event.ts';
import { createApp } from './app.ts';
import { bound } from './routes/index.ts';

const carol = person('carol@example.com');

function anApp() {
  const { outside, world } = aWorld();
  const app = createApp(world, rim);
  const send = async (event: unknown) => {
    const answer = await app(event, 'lambda-1');
    return { ...answer, json: JSON.parse(answer.body) };
  };
  return { outside, world, send };
}

test('every route of the contract is served, and no other', () => {
  const served = bound.map((each) => each.route.id).sort();

  expect(served).toEqual(
    Object.values(routes)
      .map((each) => each.id)
      .sort(),
  );
});

describe('every answer', () => {
  test.each([
    ['good', anEvent(alice, { path: '/health' })],
    ['refused', anEvent(alice, { path: '/nowhere' })],
    ['of a broken event', {}],
  ])('%s says its type, forbids caching and names the request', async (_what, event) => {
    const { outside, send } = anApp();

    const answer = await send(event);

    expect(answer.headers).toMatchObject({
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': 'no-store',
    });
    const id = answer.headers['X-Sentinel-Request-Id'];
    expect(id).toMatch(/^[0-9a-f]{16}$/);
    expect(decisions(outside)).toMatchObject([{ request_id: id, lambda_request_id: 'lambda-1' }]);
  });

  test('that refuses has a code with its status, a message, the request id and the next step', async () => {
    const { outside, send } = anApp();
    outside.policies.put(
      { kind: 'profile', name: 'prod' },
      documents.dev.replace('effect: allow', 'effect: deny, reason: change freeze') +
        '  - { name: rest, effect: allow, conditions: { any: true } }\n',
    );

    const { statusCode, json, headers } = await send(aVend(alice, { profile: 'prod' }));

    expect(statusCode).toBe(httpStatus.POLICY_DENY);
    expect(json).toEqual({
      Code: 'POLICY_DENY',
      Message: 'policy denies `prod` now: change freeze',
      RequestId: headers['X-Sentinel-Request-Id'],
      Help: 'sentinel explain prod',
    });
  });
});

describe('routing', () => {
  test.each([
    ['GET', '/nowhere', 404, 'NOT_FOUND', undefined],
    ['GET', '/profiles/', 404, 'NOT_FOUND', undefined],
    ['GET', '//', 404, 'NOT_FOUND', undefined],
    ['GET', '/PROFILES', 404, 'NOT_FOUND', undefined],
    ['GET', '/%70rofiles', 404, 'NOT_FOUND', undefined],
    ['DELETE', '/profiles', 405, 'METHOD_NOT_ALLOWED', 'GET'],
    ['PUT', '/', 405, 'METHOD_NOT_ALLOWED', 'POST, GET'],
    ['get', '/profiles', 405, 'METHOD_NOT_ALLOWED', 'GET'],
    ['GET', '/sessions/0123456789abcdef/end', 405, 'METHOD_NOT_ALLOWED', 'POST'],
    ['POST', '/sessions/0123456789abcdef', 405, 'METHOD_NOT_ALLOWED', 'GET'],
    ['GET', '/sessions/xyz', 404, 'NOT_FOUND', undefined],
    ['GET', '/sessions/..', 404, 'NOT_FOUND', undefined],
  ])('%s %s is %i', async (method, path, status, code, allow) => {
    const { send } = anApp();

    const answer = await send(anEvent(alice, { method, path }));

    expect([answer.statusCode, answer.json.Code, answer.headers['Allow']]).toEqual([
      status,
      code,
      allow,
    ]);
  });

  test('a named stage is taken off the path', async () => {
    const { world } = aWorld();
    const app = createApp(world, { ...rim, stage: 'live' });
    const event = anEvent(alice, { path: '/live/health' });

    const { statusCode } = await app(
      { ...event, requestContext: { ...event.requestContext, stage: 'live' } },
      'lambda-1',
    );

    expect(statusCode).toBe(200);
  });
});

describe('vending', () => {
  test('answers in the shape that SDKs read, by body and by query alike', async () => {
    const { send } = anApp();

    const byBody = await send(aVend(alice, { profile: 'dev', duration: 900 }));
    const byQuery = await send(anEvent(alice, { query: 'profile=dev&duration=900' }));

    expect(vendAnswer().parse(byBody.json)).toEqual(byBody.json);
    expect(byBody.json).toMatchObject({
      AccessKeyId: 'ASIA0000000000000001',
      Expiration: '2026-01-25T14:45:00Z',
      AccountId: ownAccount,
      Sentinel: { Rule: 'engineers', Via: 'direct', Region: 'eu-west-1' },
    });
    expect(byQuery.json.Expiration).toBe('2026-01-25T14:45:00Z');
  });

  test('a body encoded in base64 is read, and one that is absent names no profile', async () => {
    const { send } = anApp();
    const body = Buffer.from('{"profile":"dev"}').toString('base64');

    const encoded = await send(anEvent(alice, { method: 'POST', body, isBase64Encoded: true }));
    const absent = await send(anEvent(alice, { method: 'POST' }));

    expect([encoded.statusCode, absent.json.Code]).toEqual([200, 'MISSING_PROFILE']);
  });

  test('a window tells when a refresh will be refused', async () => {
    const { outside, send } = anApp();
    outside.policies.put(
      { kind: 'profile', name: 'windowed' },
      documents.dev.replace(
        'groups: [engineering]',
        'time: { days: [sunday], hours: { start: "14:00", end: "14:40" }, timezone: UTC }',
      ),
    );

    const { json } = await send(aVend(alice, { profile: 'windowed' }));

    expect([json.Expiration, json.Sentinel.EndsAt]).toEqual([
      '2026-01-25T14:40:00Z',
      '2026-01-25T14:40:00Z',
    ]);
  });

  test('a moment of a window is told in whole seconds, rounded down', async () => {
    const { outside, send } = anApp();
    outside.clock.advance(999);

    const { json } = await send(aVend(alice, { profile: 'dev', duration: 900 }));

    expect(json.Expiration).toBe('2026-01-25T14:45:00Z');
  });

  test('in the middle of a minute, the rest of it is to be waited for', async () => {
    const { outside, send } = anApp();
    outside.clock.advance(45_000);
    const ci = roleSession('ci-deploy', 'build-1');
    for (let call = 0; call < 5; call++) await send(aVend(ci, { profile: 'dev' }));

    const { json } = await send(aVend(ci, { profile: 'dev' }));

    expect(json.RetryAfter).toBe(15);
  });

  test('too many calls say when to come again', async () => {
    const { send } = anApp();
    const ci = roleSession('ci-deploy', 'build-1');
    for (let call = 0; call < 5; call++) await send(aVend(ci, { profile: 'dev' }));

    const answer = await send(aVend(ci, { profile: 'dev' }));

    expect([answer.statusCode, answer.headers['Retry-After'], answer.json.RetryAfter]).toEqual([
      429,
      '60',
      60,
    ]);
  });
});

describe('telling', () => {
  test('whoami tells subject, person, groups and how they follow', async () => {
    const { send } = anApp();
    const bob = {
      accountId: ownAccount,
      userArn: `arn:aws:iam::${ownAccount}:user/Bob`,
      userId: 'AIDAEXAMPLEBOBBOBBOB1',
      accessKey: 'AKIAEXAMPLE',
    };

    const [ofAlice, ofBob] = [
      await send(anEvent(alice, { path: '/whoami' })),
      await send(anEvent(bob, { path: '/whoami' })),
    ];

    expect(whoamiAnswer().parse(ofAlice.json)).toMatchObject({
      subject: 'alice@example.com',
      person: 'alice@example.com',
      groups: ['engineering'],
      kind: 'person',
    });
    expect(ofBob.json).toMatchObject({ subject: 'iam/bob', kind: 'user', groups: ['engineering'] });
  });

  test('health needs no directory', async () => {
    const { outside, send } = anApp();
    outside.policies.remove({ kind: 'directory' });

    const { json } = await send(anEvent(alice, { path: '/health' }));

    expect(healthAnswer().parse(json)).toEqual({
      status: 'ok',
      version: '0.0.0',
      policy_schema: '1',
      root: '/sentinel/policies',
      features: [],
    });
  });

  test('profiles tells what may be done with each now', async () => {
    const { outside, send } = anApp();
    const put = (name: string, from: string, to: string, more = '') =>
      outside.policies.put({ kind: 'profile', name }, documents.dev.replace(from, to) + more);
    put(
      'approved',
      'allow',
      'require_approval',
      'approval: { approvers: { users: [carol@example.com] } }\n',
    );
    put(
      'closed',
      'groups: [engineering]',
      'time: { days: [monday], hours: { start: "09:00", end: "17:00" }, timezone: UTC }',
    );
    put('broken', 'effect', 'efect');

    const { json } = await send(anEvent(alice, { path: '/profiles' }));

    expect(profilesAnswer().parse(json)).toEqual({
      root: '/sentinel/policies',
      profiles: [
        {
          name: 'approved',
          policy_path: '/sentinel/policies/approved',
          region: 'eu-west-1',
          access: 'require_approval',
        },
        {
          name: 'closed',
          policy_path: '/sentinel/policies/closed',
          region: 'eu-west-1',
          access: 'not_now',
          opens_at: '2026-01-26T09:00:00.000Z',
        },
        {
          name: 'dev',
          policy_path: '/sentinel/policies/dev',
          region: 'eu-west-1',
          access: 'allow',
        },
      ],
    });
  });

  test('explain tells the decision, and what to run next', async () => {
    const { send } = anApp();

    const { json } = await send(anEvent(alice, { path: '/explain', query: 'profile=dev' }));

    expect(explainAnswer().parse(json)).toEqual({
      profile: 'dev',
      subject: 'alice@example.com',
      access: 'allow',
      effect: 'allow',
      rule: 'engineers',
      rules: [
        {
          document: 'profile',
          index: 0,
          effect: 'allow',
          decided: true,
          conditions: [{ kind: 'groups', held: 'yes' }],
        },
      ],
      next: 'sentinel exec dev -- COMMAND',
    });
  });

  test('a profile that asks why says so, and what to run with it', async () => {
    const { outside, send } = anApp();
    outside.policies.put(
      { kind: 'profile', name: 'prod' },
      documents.dev.replace('groups: [engineering]', 'justification: { required: true }'),
    );

    const { json: listed } = await send(anEvent(alice, { path: '/profiles' }));
    const { json } = await send(anEvent(alice, { path: '/explain', query: 'profile=prod' }));

    expect(listed.profiles[1]).toMatchObject({
      name: 'prod',
      access: 'allow',
      needs: ['justification'],
    });
    expect(json).toMatchObject({
      access: 'allow',
      needs: ['justification'],
      effect: 'none',
      next: 'sentinel exec prod --justification "..." -- COMMAND',
    });
  });

  test.each([
    [carol, 200, 'allow'],
    [alice, 403, undefined],
  ])('explain about others is for holders of audit', async (signer, status, access) => {
    const { send } = anApp();

    const { statusCode, json } = await send(
      anEvent(signer, { path: '/explain', query: 'profile=dev&subject=iam%2Fbob' }),
    );

    expect([statusCode, json.access]).toEqual([status, access]);
  });

  test('explain about a person says in which groups they were taken to be', async () => {
    const { send } = anApp();
    const of = (subject: string) =>
      send(anEvent(carol, { path: '/explain', query: `profile=dev&subject=${subject}` }));

    const [ofAlice, ofRole] = [await of('alice%40example.com'), await of('role%2Fci-deploy')];

    expect(ofAlice.json).toMatchObject({ access: 'allow', assumed_groups: ['engineering'] });
    expect(ofAlice.json).not.toHaveProperty('next');
    expect(ofRole.json).not.toHaveProperty('assumed_groups');
  });

  test('explain of what is blocked says that', async () => {
    const { outside, send } = anApp();
    outside.subjects.blockProfile(profileNamed('dev'), 'r1', outside.clock.nowMs() + 1000);

    const { json } = await send(anEvent(alice, { path: '/explain', query: 'profile=dev' }));

    expect(json.Code).toBe('SUBJECT_BLOCKED');
  });

  test('a baseline that does not load, or names a group that does not, denies all', async () => {
    const { outside, send } = anApp();
    const rules =
      'version: "1"\nrules: [{ name: a, effect: deny, conditions: { groups: [ghosts] } }]\n';
    outside.policies.put({ kind: 'baseline' }, rules);

    const codes = [
      await send(aVend(alice, { profile: 'dev' })),
      await send(aVend(alice, { profile: 'unknown' })),
      await send(anEvent(alice, { path: '/profiles' })),
    ].map((each) => each.json.Code);

    expect(codes).toEqual(['POLICY_ERROR', 'POLICY_ERROR', 'POLICY_ERROR']);
    expect(outside.trail.lines().join()).toContain('group ghosts does not exist');
  });

  test('a profile that does not load is told to operators, not to those who list', async () => {
    const { outside, send } = anApp();
    outside.policies.put(
      { kind: 'profile', name: 'lost' },
      documents.dev.replace('engineering', 'ghosts'),
    );

    const { json } = await send(anEvent(alice, { path: '/profiles' }));

    expect(json.profiles.map((each: { name: string }) => each.name)).toEqual(['dev']);
    expect(outside.trail.lines().join()).toContain('group ghosts does not exist');
  });

  test('whoami counts the groups that administer, and those of the baseline', async () => {
    const { outside, send } = anApp();
    outside.policies.put(
      { kind: 'directory' },
      documents.directory.replace('users: [carol@example.com]', 'groups: [auditors]'),
    );
    outside.policies.put(
      { kind: 'group', name: 'auditors' },
      'version: "1"\nmembers: [alice@example.com]\n',
    );
    outside.policies.put(
      { kind: 'group', name: 'leavers' },
      'version: "1"\nmembers: [alice@example.com]\n',
    );
    outside.policies.put(
      { kind: 'baseline' },
      'version: "1"\nrules: [{ name: a, effect: deny, conditions: { groups: [leavers] } }]\n',
    );

    const { json } = await send(anEvent(alice, { path: '/whoami' }));

    expect(json.groups).toEqual(['auditors', 'engineering', 'leavers']);
  });

  test('explain without a profile, or of none that can be, says so', async () => {
    const { send } = anApp();

    const codes = [
      await send(anEvent(alice, { path: '/explain' })),
      await send(anEvent(alice, { path: '/explain', query: 'profile=a.b' })),
    ].map((each) => each.json.Code);

    expect(codes).toEqual(['MISSING_PROFILE', 'INVALID_PROFILE']);
  });
});

describe('sessions', () => {
  async function opened() {
    const { outside, send } = anApp();
    const { json } = await send(aVend(alice, { profile: 'dev', ticket: 'OPS-7' }));
    return { outside, send, id: String(json.Sentinel.SessionId) };
  }

  test('are listed to their owner, newest first, and to nobody else', async () => {
    const { outside, send, id } = await opened();
    outside.clock.advance(1000);
    const second = await send(aVend(alice, { profile: 'dev' }));

    const [own, others] = [
      await send(anEvent(alice, { path: '/sessions' })),
      await send(anEvent(carol, { path: '/sessions' })),
    ];

    expect(
      sessionsAnswer()
        .parse(own.json)
        .items.map((each) => each.id),
    ).toEqual([second.json.Sentinel.SessionId, id]);
    expect(own.json.items[1]).toMatchObject({ status: 'active', ticket: 'OPS-7', vends: 1 });
    expect(others.json).toEqual({ items: [] });
  });

  test('of all are listed to holders of audit alone', async () => {
    const { send, id } = await opened();

    const [ofCarol, ofAlice] = [
      await send(anEvent(carol, { path: '/sessions', query: 'view=all' })),
      await send(anEvent(alice, { path: '/sessions', query: 'view=all' })),
    ];

    expect(ofCarol.json.items.map((each: { id: string }) => each.id)).toEqual([id]);
    expect(ofAlice.json.Code).toBe('FORBIDDEN');
  });

  test('are paged by tokens that are good for their own list only', async () => {
    const { outside, send } = await opened();
    for (let vend = 0; vend < 4; vend++) {
      outside.clock.advance(1000);
      await send(aVend(alice, { profile: 'dev' }));
    }

    const first = await send(anEvent(alice, { path: '/sessions', query: 'limit=3' }));
    const token = encodeURIComponent(first.json.next_page_token);
    const rest = await send(
      anEvent(alice, { path: '/sessions', query: `limit=3&page_token=${token}` }),
    );
    const foreign = await send(anEvent(carol, { path: '/sessions', query: `page_token=${token}` }));
    const others = [];
    for (const query of ['status=active', 'profile=dev']) {
      others.push(
        await send(anEvent(alice, { path: '/sessions', query: `${query}&page_token=${token}` })),
      );
    }

    expect(others.map((each) => each.json.Code)).toEqual(['INVALID_REQUEST', 'INVALID_REQUEST']);
    expect([first.json.items.length, rest.json.items.length]).toEqual([3, 2]);
    expect(rest.json.next_page_token).toBeUndefined();
    expect(foreign.json.Code).toBe('INVALID_REQUEST');
  });

  test.each([
    'limit=0',
    'limit=101',
    'limit=1e1',
    'limit=-1',
    'status=gone',
    'profile=A',
    'view=some',
  ])('the query %s is refused', async (query) => {
    const { send } = anApp();

    const { json } = await send(anEvent(alice, { path: '/sessions', query }));

    expect(json.Code).toBe('INVALID_REQUEST');
  });

  test('an expired one says so, and can be filtered', async () => {
    const { outside, send, id } = await opened();
    outside.clock.advance(3_600_000);

    const [one, expired, active] = [
      await send(anEvent(alice, { path: `/sessions/${id}` })),
      await send(anEvent(alice, { path: '/sessions', query: 'status=expired' })),
      await send(anEvent(alice, { path: '/sessions', query: 'status=active' })),
    ];

    expect(one.json.status).toBe('expired');
    expect([expired.json.items.length, active.json.items.length]).toEqual([1, 0]);
  });

  test('one is shown to its owner and to holders of audit; to others it does not exist', async () => {
    const { send, id } = await opened();
    const path = `/sessions/${id}`;

    const codes = [
      await send(anEvent(alice, { path })),
      await send(anEvent(carol, { path })),
      await send(anEvent(person('bob@example.com'), { path })),
      await send(anEvent(alice, { path: '/sessions/ffffffffffffffff' })),
    ].map((each) => each.statusCode);

    expect(codes).toEqual([200, 200, 404, 404]);
  });

  test('is ended by its owner, twice without fault, and then not continued', async () => {
    const { send, id } = await opened();
    const end = anEvent(alice, { method: 'POST', path: `/sessions/${id}/end` });

    const [first, second] = [await send(end), await send(end)];
    const continued = await send(aVend(alice, { profile: 'dev', session_id: id }));

    expect([first.json.status, second.json.status, continued.json.Code]).toEqual([
      'ended',
      'ended',
      'CONFLICT',
    ]);
  });

  test('that has expired is not ended any more', async () => {
    const { outside, send, id } = await opened();
    outside.clock.advance(3_600_000);

    const { json } = await send(anEvent(alice, { method: 'POST', path: `/sessions/${id}/end` }));

    expect(json.status).toBe('expired');
    expect(outside.sessions.all()[0]?.status).toBe('active');
  });

  test('lasts as long as the longest that was issued in it', async () => {
    const { outside, send, id } = await opened();
    outside.clock.advance(60_000);

    await send(aVend(alice, { profile: 'dev', session_id: id, duration: 900 }));

    const { json } = await send(anEvent(alice, { path: `/sessions/${id}` }));
    expect(json.expires_at).toBe('2026-01-25T15:30:00.000Z');
    expect(outside.sessions.keys()[1]?.expiresAtMs).toBe(Date.UTC(2026, 0, 25, 14, 46));
  });

  test('shown is recorded with its id', async () => {
    const { outside, send, id } = await opened();

    await send(anEvent(carol, { path: `/sessions/${id}` }));

    expect(decisions(outside).at(-1)?.session_id).toBe(id);
  });

  test('is ended by nobody else, not even holders of audit', async () => {
    const { outside, send, id } = await opened();

    const answer = await send(anEvent(carol, { method: 'POST', path: `/sessions/${id}/end` }));

    expect(answer.statusCode).toBe(404);
    expect(outside.sessions.all()[0]?.status).toBe('active');
  });

  test('that was revoked stays so', async () => {
    const { outside, send, id } = await opened();
    const [session] = outside.sessions.all();
    if (session) outside.sessions.revoke(session, outside.clock.nowMs());

    const answer = await send(anEvent(alice, { method: 'POST', path: `/sessions/${id}/end` }));

    expect([answer.statusCode, answer.json.Message]).toEqual([409, 'the session is `revoked`']);
  });
});

test('a random source that fails refuses, and the refusal is recorded', async () => {
  const { outside, world } = aWorld();
  const random = {
    id: () => {
      throw new Error('no entropy');
    },
  };
  const app = createApp({ ...world, random }, rim);

  const answer = await app(aVend(alice, { profile: 'dev' }), 'lambda-1');

  expect(JSON.parse(answer.body).Code).toBe('INTERNAL');
  expect(decisions(outside)).toMatchObject([{ outcome: 'error', code: 'INTERNAL' }]);
});
