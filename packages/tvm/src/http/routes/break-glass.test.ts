import { breakGlassEvent, eventsAnswer, openedAnswer } from '@sentinel/core/contract/break-glass';
import type { SignedCaller } from '@sentinel/core/identity/subject';
import { aGlassWorld, bob, carol, putGlass } from '@sentinel/core/testing/a-break-glass';
import { alice, decisions } from '@sentinel/core/testing/a-world';
import { describe, expect, test } from 'vitest';
import { anEvent, rim } from '../../../testing/an-event.ts';
import { createApp } from '../app.ts';

const hour = 3_600_000;
const nasty = `a\r\nb\u001b[31m c\u2028d\u202ee %s %n \${f} {{g}} <script>"'\u0000 \u{1f600} \ud800 end`;

const asking = {
  profiles: ['production'],
  reason_code: 'incident',
  justification: 'the database is on fire and nobody answers',
};

function anApp(glass = '') {
  const { outside, world } = aGlassWorld();
  putGlass(outside, 'production', glass);
  const app = createApp(world, rim);
  const send = async (
    method: 'GET' | 'POST',
    target: string,
    more: { body?: unknown; signer?: SignedCaller; headers?: Record<string, string> } = {},
  ) => {
    const [path, query = ''] = target.split('?');
    const { body, signer = alice, headers = {} } = more;
    const event = anEvent(signer, {
      method,
      path: path ?? '/',
      query,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await app(event, 'lambda-1');
    return { ...answer, json: JSON.parse(answer.body) };
  };
  return { outside, send };
}

test('an event is opened, extended, closed and reviewed, and answers by its schema each time', async () => {
  const { outside, send } = anApp('  max_duration: 4h');

  const opening = await send('POST', '/break-glass', { body: { ...asking, ticket: 'OPS-1' } });

  const { id } = opening.json.items[0];
  expect(openedAnswer().safeParse(opening.json).success).toBe(true);
  expect(opening.json.items[0]).toEqual({
    id,
    subject: 'alice@example.com',
    person: 'alice@example.com',
    profile: 'production',
    status: 'open',
    reason_code: 'incident',
    justification: asking.justification,
    ticket: 'OPS-1',
    opened_at: '2026-01-25T14:30:00.000Z',
    ends_at: '2026-01-25T15:30:00.000Z',
    may_last_until: '2026-01-25T18:30:00.000Z',
    sessions: [],
    review: { required: true, reviewer_groups: [] },
    may: ['extend', 'close'],
  });

  const extended = await send('POST', `/break-glass/${id}/extend`, { body: { duration: 7200 } });
  expect(extended.json).toMatchObject({ ends_at: '2026-01-25T16:30:00.000Z' });
  const closed = await send('POST', `/break-glass/${id}/close`, { body: { comment: 'all well' } });
  expect(closed.json).toMatchObject({
    status: 'closed',
    closed: { subject: 'alice@example.com', at: '2026-01-25T14:30:00.000Z', comment: 'all well' },
    review: { due_at: '2026-01-28T14:30:00.000Z' },
    may: [],
  });
  const path = `/break-glass/${id}/review`;
  const reviewed = await send('POST', path, { body: { verdict: 'justified' }, signer: carol });
  expect(reviewed.json).toMatchObject({
    review: { done: { subject: 'carol@example.com', verdict: 'justified' } },
    because: 'you are named',
  });
  for (const answer of [extended, closed, reviewed]) {
    expect(breakGlassEvent().safeParse(answer.json).success).toBe(true);
  }
  const list = await send('GET', '/break-glass?limit=1', {});
  expect(eventsAnswer().safeParse(list.json).success).toBe(true);
  expect(list.json.items).toMatchObject([{ id, status: 'closed' }]);
  expect(decisions(outside).map(({ event, outcome }) => [event, outcome])).toEqual(
    ['open', 'extend', 'close', 'review']
      .map((verb) => [`${verb}-break-glass`, 'allow'])
      .concat([['break-glass-events', 'allow']]),
  );
});

test('events are listed, page by page', async () => {
  const { send } = anApp();
  const opening = await send('POST', '/break-glass', {
    body: { ...asking, profiles: ['production', 'staging'] },
  });

  const first = await send('GET', '/break-glass?limit=1');
  const token = encodeURIComponent(first.json.next_page_token);
  const second = await send('GET', `/break-glass?limit=1&page_token=${token}`);

  const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id).sort();
  expect(ids([...first.json.items, ...second.json.items])).toEqual(ids(opening.json.items));
  expect('next_page_token' in second.json).toBe(false);
  expect(eventsAnswer().safeParse(first.json).success).toBe(true);
});

test('texts of people come back as they were, and are one line in the record', async () => {
  const { outside, send } = anApp();

  const opening = await send('POST', '/break-glass', { body: { ...asking, justification: nasty } });
  const { id } = opening.json.items[0];
  const closed = await send('POST', `/break-glass/${id}/close`, { body: { comment: nasty } });

  expect(opening.json.items[0].justification).toBe(nasty);
  expect(closed.json.closed.comment).toBe(nasty);
  expect(decisions(outside)[0]?.justification).toBe(nasty);
  for (const line of outside.trail.lines()) expect(line).toMatch(/^[\x20-\x7e]*$/);
});

describe('what is refused', () => {
  test.each<[string, object]>([
    ['too short a justification', { justification: 'x'.repeat(19) }],
    [
      'one that is short beside its spaces',
      { justification: `${'x'.repeat(19)}${' '.repeat(50)}` },
    ],
    ['one that nobody sees', { justification: '\u200b\u2060\u{e0041}'.repeat(20) }],
    ['too long a justification', { justification: 'x'.repeat(1001) }],
    ['no profile', { profiles: [] }],
    ['too many profiles', { profiles: ['a', 'b', 'c', 'd', 'e', 'f'] }],
    ['a profile that is none', { profiles: ['../etc'] }],
    ['a profile twice', { profiles: ['production', 'production'] }],
    ['a code that is none', { reason_code: 'In Cident' }],
    ['too short a duration', { duration: 899 }],
    ['too long a duration', { duration: 14_401 }],
    ['a duration with a fraction', { duration: 900.5 }],
    ['a ticket with spaces', { ticket: 'a b' }],
    ['a ticket with the prefix of AWS', { ticket: 'aws:1' }],
    ['a member that nobody knows', { role_arn: 'arn:aws:iam::111122223333:role/x' }],
  ])('%s', async (_what, change) => {
    const { outside, send } = anApp();

    const answer = await send('POST', '/break-glass', { body: { ...asking, ...change } });

    expect([answer.statusCode, answer.json.Code]).toEqual([400, 'INVALID_REQUEST']);
    expect(outside.breakGlass.guards()).toEqual([]);
  });

  test('comes with the next step, and with when it may succeed', async () => {
    const { outside, send } = anApp('  cooldown: 2h\n  review: { within: 1h }');
    const opening = await send('POST', '/break-glass', { body: asking });
    const { id } = opening.json.items[0];

    const twice = await send('POST', '/break-glass', { body: asking });
    outside.clock.advance(hour);
    const late = await send('POST', `/break-glass/${id}/close`, { body: {} });
    const cooling = await send('POST', '/break-glass', { body: asking });
    outside.clock.advance(hour);
    const overdue = await send('POST', '/break-glass', { body: asking });
    const foreign = await send('GET', `/break-glass/${id}`, { signer: bob });

    expect([twice.statusCode, twice.json.Help]).toEqual([409, `sentinel breakglass show ${id}`]);
    expect([late.statusCode, late.json.Message]).toEqual([
      409,
      'this break-glass event is `expired`',
    ]);
    expect([cooling.statusCode, cooling.json.Code, cooling.headers['Retry-After']]).toEqual([
      429,
      'COOLDOWN',
      '7200',
    ]);
    expect([overdue.statusCode, overdue.json.Code]).toEqual([429, 'REVIEW_OVERDUE']);
    expect(overdue.json.Help).toContain(`sentinel breakglass review ${id}`);
    expect([foreign.statusCode, foreign.json.Code]).toEqual([404, 'NOT_FOUND']);
  });
});

test('a key in a header makes the same call once more find what the first one opened', async () => {
  const { outside, send } = anApp();
  const headers = { 'idempotency-key': 'a-key' };

  const first = await send('POST', '/break-glass', { body: asking, headers });
  const again = await send('POST', '/break-glass', { body: asking, headers });
  const other = await send('POST', '/break-glass', { body: { ...asking, duration: 900 }, headers });

  expect(again.json).toEqual(first.json);
  expect(other.statusCode).toBe(409);
  expect(outside.breakGlass.events()).toHaveLength(1);
});

test.each([
  ['[incident]', 'incident'],
  ['[incident, security]', 'CODE'],
])('who may break the glass alone is told how, with codes %s', async (codes, code) => {
  const { outside, send } = anApp();
  outside.policies.put(
    { kind: 'profile', name: 'production' },
    `version: "1"
profile: { role_arn: "arn:aws:iam::111122223333:role/SentinelProtected-X" }
rules: [{ name: a, effect: deny, break_glass: true, conditions: { any: true } }]
break_glass: { eligible: { users: [alice@example.com] }, reason_codes: ${codes} }
`,
  );

  const { json } = await send('GET', '/explain?profile=production');

  expect(json).toMatchObject({
    access: 'break_glass',
    reason_codes: codes.slice(1, -1).split(', '),
    next: `sentinel breakglass open production --code ${code} --justification "..."`,
  });
});
