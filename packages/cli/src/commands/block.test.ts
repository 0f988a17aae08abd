import { describe, expect, test } from 'vitest';
import { person, refusalOf, revocationOf, sessionOf } from '../../testing/answers.ts';
import { desk } from '../../testing/cli.ts';
import { type Answer, type Seen, startTvm } from '../../testing/tvm-server.ts';

const id = 'dddddddddddddddd';
const effect = { account: '444455556666', at: '2026-01-25T14:00:03Z', widened: false };

async function run(argv: readonly string[], script: (seen: Seen, nth: number) => Answer) {
  let calls = 0;
  await using tvm = await startTvm((seen) =>
    seen.target === '/whoami' ? { body: person } : script(seen, calls++),
  );
  using me = desk({ SENTINEL_TVM_URL: tvm.url });
  const ran = await me.sentinel(...argv);
  return { ...ran, seen: tvm.seen.filter(({ target }) => target !== '/whoami') };
}

const lines = (seen: readonly Seen[]) => seen.map(({ method, target }) => `${method} ${target}`);

describe('block', () => {
  test.each<[readonly string[], unknown]>([
    [['alice@example.com'], { subject: 'alice@example.com' }],
    [['--profile', 'database', '--for', '2h'], { profile: 'database', duration: 7200 }],
    [
      ['role/ci-deploy', '--profile', 'dev', '--for', '30d'],
      { subject: 'role/ci-deploy', profile: 'dev', duration: 2_592_000 },
    ],
  ])('%j is sent as it is meant', async (argv, body) => {
    const ran = await run(['block', ...argv, '--reason', 'laptop stolen'], () => ({
      body: revocationOf(),
    }));

    expect(ran.code).toBe(0);
    expect(ran.seen[0]).toMatchObject({ method: 'POST', target: '/revocations' });
    expect(ran.seen[0]?.body).toEqual({ reason: 'laptop stolen', ...Object(body) });
  });

  test('says what has taken effect, what follows, and what a Deny does not stop', async () => {
    const ran = await run(['block', 'alice@example.com', '--reason', 'laptop stolen'], () => ({
      body: revocationOf({ effects: [effect, { ...effect, account: '1', widened: true }] }),
    }));

    expect(ran.out).toContain('subjects:   alice@example.com iam/alice\n');
    expect(ran.err.split('\n')).toEqual([
      'note: alice@example.com, iam/alice is kept out until 2026-02-24T14:00:00Z, and every session is ended',
      'note: since 2026-01-25T14:00:03Z account 444455556666 denies what was issued before',
      'note: since 2026-01-25T14:00:03Z account 1 denies what was issued before, and more than that for want of room',
      `note: other accounts, where there are any, follow: \`sentinel blocks ${id}\``,
      'note: a Deny stops neither GetCallerIdentity nor what rests on it: EKS tokens live up to 15 minutes more, ECR tokens up to 12 hours',
      '',
    ]);
  });

  test('--wait looks until accounts deny, and not for ever', async () => {
    const soon = await run(
      ['block', '--profile', 'dev', '--reason', 'attack', '--wait'],
      (_, nth) => ({ body: revocationOf({ effects: nth < 3 ? [] : [effect] }) }),
    );
    const never = await run(['block', '--profile', 'dev', '--reason', 'attack', '--wait'], () => ({
      body: revocationOf(),
    }));

    expect(soon.err).toContain('account 444455556666 denies');
    expect(soon.seen).toHaveLength(5);
    expect(never.code).toBe(0);
    expect(never.err).toContain('note: no account denies yet');
    expect(never.seen).toHaveLength(11);
  });
});

describe('revoke', () => {
  const session = sessionOf({ status: 'revoked', ended_at: '2026-01-25T14:00:00Z' });
  const other = revocationOf({ id: 'e'.repeat(16), kind: 'session', session_id: 'f'.repeat(16) });
  const ofSession = revocationOf({ kind: 'session', session_id: session.id, effects: [effect] });

  test('of somebody else’s session finds the block that it made', async () => {
    const ran = await run(
      ['revoke', session.id, '--for', '2h', '--reason', 'laptop stolen'],
      ({ method }) => ({ body: method === 'POST' ? session : { items: [other, ofSession] } }),
    );

    expect(ran.code).toBe(0);
    expect(ran.seen[0]).toMatchObject({
      target: `/sessions/${session.id}/revoke`,
      body: { reason: 'laptop stolen', duration: 7200 },
    });
    expect(ran.out).toContain(`block:          ${id}\n`);
    expect(ran.err).toContain('account 444455556666 denies');
  });

  test('finds the block on whatever page of the list it is', async () => {
    const ran = await run(
      ['revoke', session.id, '--reason', 'laptop stolen'],
      ({ method, target }) => ({
        body:
          method === 'POST'
            ? session
            : target.includes('page_token=p2')
              ? { items: [ofSession] }
              : { items: [other], next_page_token: target.includes('page_token') ? 'p2' : 'p1' },
      }),
    );

    expect(ran.out).toContain(`block:          ${id}\n`);
    expect(ran.seen).toHaveLength(4);
  });

  test('of one’s own says until when what was issued holds', async () => {
    const ran = await run(
      ['revoke', session.id, '--reason', 'done', '--output', 'json'],
      ({ method }) => (method === 'POST' ? { body: session } : refusalOf(403, 'FORBIDDEN')),
    );

    expect(JSON.parse(ran.out)).toEqual(session);
    expect(ran.err).toContain('note: what was issued holds until 2026-01-25T14:50:00Z');
  });
});

test.each<[readonly string[], string]>([
  [['blocks'], 'GET /revocations?limit=50&status=live'],
  [['blocks', '--all', '--profile', 'dev', '--limit', '3'], 'GET /revocations?limit=3&profile=dev'],
  [['blocks', id], `GET /revocations/${id}`],
  [['unblock', id], `DELETE /revocations/${id}`],
])('%j is %s', async (argv, line) => {
  const lifted = { by: 'erin@example.com', at: '2026-01-25T15:00:00Z' };
  const one = revocationOf({ lifted, effects: [effect] });

  const ran = await run(argv, ({ target }) => ({
    body: target.includes('?') ? { items: [one] } : one,
  }));

  expect(ran.code).toBe(0);
  expect(lines(ran.seen)).toEqual([line]);
  expect(ran.out).toContain('444455556666');
});

test.each([
  ['subject', 'every session is ended'],
  ['session', 'the session is ended'],
  ['profile', 'no session from before goes on, also when the block is over'],
] as const)('a block of a %s says what becomes of sessions', async (kind, words) => {
  const ran = await run(['blocks', id], () => ({ body: revocationOf({ kind, profile: 'dev' }) }));

  expect(ran.err.split('\n')[0]).toMatch(new RegExp(`, and ${words}$`));
});

test.each([
  ['lifted', 'note: the block is lifted and keeps nobody out any more'],
  ['expired', 'note: the block is expired and keeps nobody out any more'],
  ['open', 'is being kept out from `dev`: nothing new is vended'],
] as const)('a block that is %s is told as what it is', async (status, words) => {
  const ran = await run(['blocks', id], () => ({ body: revocationOf({ status, profile: 'dev' }) }));

  expect(ran.err).toContain(words);
});

test.each([
  [['block', '--reason', 'x'], 'block whom, or what?'],
  [['block', 'alice'], 'option `--reason <text>` is missing'],
  [['block', 'alice', '--reason', 'why', '--for', '31d'], 'expected a time such as'],
  [['revoke', 'x', '--reason', 'why'], 'an id is 16 hex characters'],
  [['revoke', id], 'option `--reason <text>` is missing'],
  [['unblock'], 'argument `id` is missing'],
  [['blocks', 'x'], 'an id is 16 hex characters'],
])('%j is a usage error, and nothing is sent', async (argv, sentence) => {
  const ran = await run(argv, () => ({ body: revocationOf() }));

  expect(ran).toMatchObject({ code: 2, out: '', seen: [] });
  expect(ran.err).toContain(sentence);
});

test.each([
  [['block', 'alice', '--reason', 'why']],
  [['revoke', id, '--reason', 'why']],
  [['unblock', id]],
  [['blocks']],
])('%j without the right is refused with 3', async (argv) => {
  expect(await run(argv, () => refusalOf(403, 'FORBIDDEN'))).toMatchObject({ code: 3, out: '' });
});
