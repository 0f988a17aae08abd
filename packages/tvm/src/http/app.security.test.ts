import {
  alice,
  aWorld,
  decisions,
  documents,
  ownAccount,
  person,
  roleSession,
} from '@sentinel/core/testing/a-world';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anEvent, aVend, rim } from '../../testing/an-event.ts';
import { createApp } from './app.ts';

function anApp() {
  const { outside, world } = aWorld();
  const app = createApp(world, rim);
  const send = async (event: unknown) => {
    const answer = await app(event, 'lambda-1');
    return { ...answer, json: JSON.parse(answer.body) };
  };
  return { outside, send };
}

describe('SEC-03 identity comes from the authorizer alone', () => {
  const event = aVend(alice, { profile: 'dev' });
  const context = event.requestContext;

  test.each([
    ['of format 1.0', { ...event, version: '1.0' }, 'CONFIG_ERROR'],
    ['without version', { ...event, version: undefined }, 'CONFIG_ERROR'],
    [
      'of another API',
      { ...event, requestContext: { ...context, apiId: 'other' } },
      'CONFIG_ERROR',
    ],
    [
      'of another account',
      { ...event, requestContext: { ...context, accountId: '999999999999' } },
      'CONFIG_ERROR',
    ],
    [
      'of another stage',
      { ...event, requestContext: { ...context, stage: 'test' } },
      'CONFIG_ERROR',
    ],
    [
      'without authorizer',
      { ...event, requestContext: { ...context, authorizer: undefined } },
      'IAM_AUTH_REQUIRED',
    ],
    [
      'of a JWT authorizer',
      {
        ...event,
        requestContext: { ...context, authorizer: { jwt: { claims: { sub: 'alice' } } } },
      },
      'IAM_AUTH_REQUIRED',
    ],
    [
      'with an empty identity',
      { ...event, requestContext: { ...context, authorizer: { iam: { ...alice, userArn: '' } } } },
      'IAM_AUTH_REQUIRED',
    ],
    [
      'with half an identity',
      { ...event, requestContext: { ...context, authorizer: { iam: { userArn: alice.userArn } } } },
      'IAM_AUTH_REQUIRED',
    ],
    [
      'with an inconsistent identity',
      {
        ...event,
        requestContext: {
          ...context,
          authorizer: { iam: { ...alice, userId: 'AROAEXAMPLEENGINEERS1:bob@example.com' } },
        },
      },
      'INVALID_IDENTITY',
    ],
    ['that is nothing', undefined, 'CONFIG_ERROR'],
    ['that is a text', 'POST /', 'CONFIG_ERROR'],
  ])('SEC-03 an event %s is refused', async (_what, forged, code) => {
    const { outside, send } = anApp();

    const { json } = await send(forged);

    expect(json.Code, 'SECURITY VIOLATION: a forged event was taken').toBe(code);
    expect(outside.credentials.asked()).toEqual([]);
    expect(decisions(outside)).toHaveLength(1);
  });

  test('SEC-03 nothing in headers, query or body changes who it is', async () => {
    const { outside, send } = anApp();
    const claim = fc.constantFrom(
      'x-amzn-iam-user-arn',
      'x-forwarded-user',
      'authorization',
      'x-sentinel-subject',
      'userarn',
      'x-amzn-oidc-identity',
      'requestcontext',
    );
    const property = fc.asyncProperty(
      fc.dictionary(
        claim,
        fc.constantFrom('carol@example.com', JSON.stringify(person('carol@example.com'))),
      ),
      async (headers) => {
        outside.clock.advance(60_000);
        const { json } = await send(anEvent(alice, { path: '/whoami', headers }));
        expect(json.subject, 'SECURITY VIOLATION: a header changed the caller').toBe(
          'alice@example.com',
        );
      },
    );

    await fc.assert(property, { numRuns: 300 });
  });

  test('SEC-03 a chosen session name makes nobody somebody else', async () => {
    const { send } = anApp();

    const { json } = await send(
      anEvent(roleSession('low-privilege', 'alice@example.com'), { path: '/whoami' }),
    );

    expect(json.subject, 'SECURITY VIOLATION: a chosen name counts').toBe('role/low-privilege');
  });
});

describe('SEC-28 what is refused at the rim', () => {
  test.each([
    ['a query', anEvent(alice, { query: 'profile=dev&profile=dev' }), 'INVALID_REQUEST'],
    ['a body', anEvent(alice, { method: 'POST', body: '{' }), 'INVALID_REQUEST'],
    ['a profile', aVend(alice, { profile: 'a.b' }), 'INVALID_PROFILE'],
    ['a question', anEvent(alice, { path: '/explain', query: 'profile=a.b' }), 'INVALID_PROFILE'],
    ['an id', anEvent(alice, { path: '/sessions/xyz' }), 'NOT_FOUND'],
  ])('SEC-28 %s counts like any other call, under its subject', async (_what, event, code) => {
    const { outside, send } = anApp();

    const codes: string[] = [];
    for (let call = 0; call < 61; call++) codes.push((await send(event)).json.Code);

    expect([...new Set(codes.slice(0, 60))]).toEqual([code]);
    expect(codes[60], 'SECURITY VIOLATION: malformed calls are not counted').toBe('RATE_LIMITED');
    expect(decisions(outside)[0]?.subject).toBe('alice@example.com');
    expect(outside.trail.notes().size, 'SECURITY VIOLATION: the writer is not anchored').toBe(1);
  });
});

describe('SEC-21 duplicate, encoded, unknown', () => {
  test.each([
    'profile=dev&profile=dev',
    'profile=dev&Profile=prod',
    'PROFILE=dev',
    'prof%69le=dev',
    'profile[]=dev',
    'profile=dev&',
    '&profile=dev',
    'profile=dev&&duration=900',
    'profile',
    'profile=dev=x',
    'profile=d+v',
    'profile=%zz',
    'profile=%ff',
    'profile=dev&subject=carol',
    'profile=dev&__proto__=x',
    'profile=dev&constructor=x',
    'profile=dev&X-Amz-Signature=abc',
    'profile=dev&X-Amz-Credential=AKIA',
    'profile=dev;duration=900',
    'profile=dev&session_id=ABCDEF0123456789',
    'profile=dev&justification=short',
    'profile=dev&ticket=a%20b',
    'profile=dev&ticket=aws%3A1',
    'profile=dev&ticket=AWS%3A1',
  ])('SEC-21 the query %s is refused', async (query) => {
    const { outside, send } = anApp();

    const { json } = await send(anEvent(alice, { query }));

    expect(json.Code, 'SECURITY VIOLATION: an ambiguous query was taken').toBe('INVALID_REQUEST');
    expect(outside.credentials.asked()).toEqual([]);
  });

  test.each([
    '{"profile":"dev","profile":"dev"}',
    '{"profile":"dev","prof\\u0069le":"prod"}',
    '{"profile":"dev","Profile":"prod"}',
    '{"profile":"dev","role_arn":"arn:aws:iam::111122223333:role/Admin"}',
    '{"profile":"dev","__proto__":{"duration":900}}',
    '{"profile":"dev","constructor":1}',
    '{"profile":"dev","duration":1e3}',
    '{"profile":"dev","duration":9e99}',
    '{"profile":"dev","duration":0900}',
    '{"profile":"dev","duration":0x384}',
    '{"profile":"dev","duration":NaN}',
    '{"profile":"dev",}',
    '{"profile":"dev"} ',
    '{"profile":"dev"}x',
    '[{"profile":"dev"}]',
    '"dev"',
    'null',
    'profile=dev',
    '\ufeff{"profile":"dev"}',
    `{"profile":${'['.repeat(9)}${']'.repeat(9)}}`,
    '{"profile":"dev","ticket":{"a":1,"a":2}}',
    `{"profile":"dev","duration":${'9'.repeat(400)}}`,
  ])('SEC-21 the body %s is refused', async (body) => {
    const { outside, send } = anApp();

    const { json } = await send(anEvent(alice, { method: 'POST', body }));

    const isHarmless = body === '{"profile":"dev"} ';
    expect(json.Code, 'SECURITY VIOLATION: an ambiguous body was taken').toBe(
      isHarmless ? undefined : 'INVALID_REQUEST',
    );
    expect(outside.credentials.asked()).toHaveLength(isHarmless ? 1 : 0);
  });

  test.each([
    [
      'a body and a query',
      { method: 'POST', query: 'profile=dev', body: '{"profile":"dev"}' },
      'INVALID_REQUEST',
    ],
    ['a body of GET', { method: 'GET', query: 'profile=dev', body: '{}' }, 'INVALID_REQUEST'],
    [
      'a body where none is known',
      { method: 'POST', path: '/sessions/0123456789abcdef/end', body: '{"force":true}' },
      'INVALID_REQUEST',
    ],
    ['a query where none is known', { path: '/whoami', query: 'subject=carol' }, 'INVALID_REQUEST'],
    [
      'a form',
      {
        method: 'POST',
        body: 'a=b',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'no type',
      { method: 'POST', body: '{"profile":"dev"}', headers: { 'content-type': '' } },
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'another charset',
      {
        method: 'POST',
        body: '{"profile":"dev"}',
        headers: { 'content-type': 'application/json; charset=utf-16' },
      },
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'bytes that are not UTF-8',
      {
        method: 'POST',
        body: Buffer.from([0x7b, 0xff, 0x7d]).toString('base64'),
        isBase64Encoded: true,
      },
      'INVALID_REQUEST',
    ],
    [
      '17 KB',
      { method: 'POST', body: JSON.stringify({ profile: 'x'.repeat(17_000) }) },
      'TOO_LARGE',
    ],
    ['a megabyte', { method: 'POST', body: 'x'.repeat(1_000_000) }, 'TOO_LARGE'],
  ])('SEC-21 %s', async (_what, parts, code) => {
    const { outside, send } = anApp();

    const { json } = await send(anEvent(alice, parts));

    expect(json.Code, 'SECURITY VIOLATION: taken').toBe(code);
    expect(outside.credentials.asked()).toEqual([]);
  });
});

test('SEC-22 bodies and queries built to be slow are refused within 50 ms', async () => {
  const { send } = anApp();
  const hostile = [
    anEvent(alice, { method: 'POST', body: `{"profile":${'['.repeat(8000)}${']'.repeat(8000)}}` }),
    anEvent(alice, {
      method: 'POST',
      body: `{${Array.from({ length: 1500 }, (_, i) => `"k${i}":1`).join()}}`,
    }),
    anEvent(alice, { method: 'POST', body: `{"profile":"${'\\u0061'.repeat(2700)}"}` }),
    anEvent(alice, { method: 'POST', body: `{"duration":${'1'.repeat(16_000)}}` }),
    anEvent(alice, { query: `profile=${'%61'.repeat(3000)}` }),
    anEvent(alice, { query: Array.from({ length: 3000 }, () => 'a=b').join('&') }),
    anEvent(alice, { path: `/${'/'.repeat(9000)}` }),
  ];
  await send(anEvent(alice, { path: '/whoami' }));
  for (const [index, event] of hostile.entries()) {
    const tookMs: number[] = [];
    for (let attempt = 0; attempt < 5; attempt++) {
      const began = performance.now();
      const { json } = await send(event);
      tookMs.push(performance.now() - began);
      expect(json.Code).toBeDefined();
    }

    // The quickest of five: the machine may pause, an attack would be slow each time.
    const quickest = Math.min(...tookMs);
    expect(quickest, `SECURITY VIOLATION: input ${index} took ${quickest} ms`).toBeLessThan(50);
  }
});

describe('SEC-26 what those without access are told', () => {
  test('SEC-26 a block of one profile shows to those alone who see that profile', async () => {
    const { outside, send } = anApp();
    outside.policies.put(
      { kind: 'profile', name: 'hidden' },
      documents.dev.replace('groups: [engineering]', 'users: [carol@example.com]'),
    );
    const { json: who } = await send(anEvent(alice, { path: '/whoami' }));
    const untilMs = outside.clock.nowMs() + 1e6;
    for (const profile of ['hidden', 'dev']) {
      outside.subjects.block(who.subject, profile, { profile, untilMs });
    }

    const answers = [];
    for (const profile of ['hidden', 'unknown', 'dev']) {
      const { json } = await send(aVend(alice, { profile }));
      answers.push([json.Code, json.Message, json.Help]);
    }
    const { json: listed } = await send(anEvent(alice, { path: '/profiles' }));
    const explained = await send(anEvent(alice, { path: '/explain', query: 'profile=dev' }));

    expect(answers[0], 'SECURITY VIOLATION: a hidden profile shows by its block').toEqual(
      answers[1],
    );
    expect(answers[2]?.[0]).toBe('SUBJECT_BLOCKED');
    expect(listed.profiles).toMatchObject([{ name: 'dev', access: 'not_now' }]);
    expect(explained.json.Code).toBe('SUBJECT_BLOCKED');
  });

  test('SEC-26 profiles lists what is visible, and explain knows nothing else', async () => {
    const { outside, send } = anApp();
    outside.policies.put(
      { kind: 'profile', name: 'hidden' },
      documents.dev.replace('groups: [engineering]', 'users: [carol@example.com]'),
    );

    const { json: listed } = await send(anEvent(alice, { path: '/profiles' }));
    const hidden = await send(anEvent(alice, { path: '/explain', query: 'profile=hidden' }));
    const unknown = await send(anEvent(alice, { path: '/explain', query: 'profile=unknown' }));

    expect(
      listed.profiles.map((each: { name: string }) => each.name),
      'SECURITY VIOLATION: a hidden profile shows',
    ).toEqual(['dev']);
    expect(
      { ...hidden.json, RequestId: '' },
      'SECURITY VIOLATION: hidden and unknown differ',
    ).toEqual({ ...unknown.json, RequestId: '' });
    expect(hidden.statusCode).toBe(unknown.statusCode);
  });

  test('SEC-26 explain names no other user, and no group but for approval', async () => {
    const { outside, send } = anApp();
    outside.policies.put(
      { kind: 'profile', name: 'prod' },
      `version: "1"
profile: { role_arn: "arn:aws:iam::${ownAccount}:role/SentinelProtected-Prod" }
rules:
  - { name: for-carol, effect: deny, conditions: { users: [carol@example.com] }, reason: carol is out }
  - { name: sre, effect: allow, conditions: { groups: [sre-secret] } }
  - { name: rest, effect: require_approval, conditions: { groups: [engineering] } }
approval: { approvers: { users: [dave@example.com], groups: [leads] } }
`,
    );
    for (const group of ['sre-secret', 'leads'])
      outside.policies.put(
        { kind: 'group', name: group },
        'version: "1"\nmembers: [dave@example.com]\n',
      );

    const { json, body } = await send(anEvent(alice, { path: '/explain', query: 'profile=prod' }));

    expect(json).toMatchObject({
      access: 'require_approval',
      effect: 'require_approval',
      rule: 'rest',
      ask: { groups: ['leads'], count: 1 },
    });
    expect(body, 'SECURITY VIOLATION: others are named').not.toMatch(/carol|dave|sre|for-/);
  });
});

test.each(['/whoami', '/health', '/profiles', '/sessions'])(
  'SEC-16 the writer is registered when it answers %s',
  async (path) => {
    const { outside, send } = anApp();

    await send(anEvent(alice, { path }));

    expect(outside.trail.notes().size, 'SECURITY VIOLATION: a writer that nobody knows of').toBe(1);
  },
);

test('SEC-15 nothing secret is in any line, whatever the route', async () => {
  const { outside, send } = anApp();

  const { json } = await send(aVend(alice, { profile: 'dev' }));
  await send(anEvent(alice, { path: '/sessions' }));

  expect(json.SecretAccessKey).toMatch(/canary/);
  expect(outside.trail.lines().join('\n'), 'SECURITY VIOLATION: a secret in the log').not.toMatch(
    /canary/,
  );
});
