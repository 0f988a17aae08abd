import { describe, expect, test } from 'vitest';
import { approval, approvedOf, person, refusalOf, requestOf } from '../../testing/answers.ts';
import { desk, type Ran } from '../../testing/cli.ts';
import { type Answer, type Seen, startTvm } from '../../testing/tvm-server.ts';
import type { World } from '../world.ts';

const id = 'bbbbbbbbbbbbbbbb';
const words = ['--reason', 'rotate the signing key'];

type Script = (seen: Seen, nth: number) => Answer;

/** Runs one line against a server that follows the script. */
async function run(
  argv: readonly string[],
  script: Script,
  world: Partial<World> = {},
): Promise<Ran & { readonly seen: readonly Seen[] }> {
  let calls = 0;
  await using tvm = await startTvm((seen) =>
    seen.target === '/whoami' ? { body: person } : script(seen, calls++),
  );
  using me = desk({ SENTINEL_TVM_URL: tvm.url }, world);
  const ran = await me.sentinel(...argv);
  return { ...ran, seen: tvm.seen.filter(({ target }) => target !== '/whoami') };
}

const lines = (seen: readonly Seen[]) => seen.map(({ method, target }) => `${method} ${target}`);

describe('request', () => {
  test('brings what was said, and tells who decides', async () => {
    const ran = await run(
      ['request', 'production', '--for', '4h', '--ticket', 'OPS-12', ...words],
      () => ({ body: requestOf() }),
    );

    expect(ran.code).toBe(0);
    expect(ran.seen[0]).toMatchObject({
      method: 'POST',
      target: '/requests',
      body: {
        profile: 'production',
        duration: 14_400,
        justification: 'rotate the signing key',
        ticket: 'OPS-12',
      },
    });
    expect(ran.out).toContain('duration:        4h\n');
    expect(ran.err).toBe(`next: one of sre-leads runs \`sentinel approve ${id}\`\n`);
  });

  test('takes a time with its zone, sends it in UTC and tells it in both', async () => {
    const ran = await run(
      ['request', 'production', '--from', '2026-01-25T23:00:00+01:00', ...words],
      () => ({ body: requestOf({ not_before: '2026-01-25T22:00:00Z' }) }),
    );

    expect(ran.seen[0]?.body).toMatchObject({ not_before: '2026-01-25T22:00:00.000Z' });
    expect(ran.err).toMatch(/^sentinel: from 2026-01-25T22:00:00Z \(.+ here\)\n/);
  });

  test('that policy itself approves says what to run', async () => {
    const ran = await run(['request', 'production', ...words], () => ({
      body: approvedOf({ via: 'auto', approvals: [] }),
    }));

    expect(ran.err).toBe('next: sentinel exec production\n');
  });

  test.each([
    [['request'], 'option `--reason, --justification <text>` is missing'],
    [['request', 'production'], 'option `--reason, --justification <text>` is missing'],
    [['request', 'production', ...words, '--for', 'long'], 'expected a time such as'],
    [['request', 'production', ...words, '--from', '25:00'], '`25:00` is no time'],
    [['requests', 'xyz'], 'an id is 16 hex characters'],
    [['requests', '--status', 'open'], 'expected `pending`, '],
    [['requests', '--all', '--to-approve'], 'does not go with option'],
    [['requests', '--limit', '0'], 'expected a number'],
    [['approve', id], 'approving takes `--yes`'],
    [['deny'], 'argument `id` is missing'],
    [['cancel', `${id}0`], 'an id is 16 hex characters'],
  ])('%j is a usage error, and nothing is sent', async (argv, sentence) => {
    const ran = await run(argv, () => ({ body: requestOf() }));

    expect(ran).toMatchObject({ code: 2, out: '', seen: [] });
    expect(ran.err).toContain(sentence);
  });

  test.each([
    [
      'approved',
      approvedOf(),
      0,
      'approved from 2026-01-25T14:05:00Z until 2026-01-25T18:05:00Z: carol@example.com',
    ],
    [
      'denied',
      requestOf({ status: 'denied', closed: { ...approval, comment: 'not today' } }),
      3,
      'is denied by carol@example.com at 2026-01-25T14:05:00Z: not today',
    ],
    ['cancelled', requestOf({ status: 'cancelled' }), 4, `request ${id} is cancelled`],
    ['withdrawn', requestOf({ status: 'withdrawn' }), 4, `request ${id} is withdrawn`],
    ['expired', requestOf({ status: 'expired' }), 4, `request ${id} is expired`],
  ])('--wait ends when it is %s', async (_, then, code, sentence) => {
    const pauses: number[] = [];
    const sleep = async (ms: number) => void pauses.push(ms);

    const ran = await run(
      ['request', 'production', '--wait', ...words],
      (_seen, nth) => ({ body: nth < 3 ? requestOf() : then }),
      { sleep },
    );

    expect(ran.code).toBe(code);
    expect(ran.err).toContain(
      `waiting for an approval of \`production\` until 2026-01-26T14:00:00Z: one of sre-leads runs \`sentinel approve ${id}\``,
    );
    expect(ran.err).toContain(sentence);
    expect(lines(ran.seen)).toEqual([
      'POST /requests',
      ...Array.from({ length: 3 }, () => `GET /requests/${id}`),
    ]);
    expect(pauses.every((ms) => ms >= 4_500 && ms <= 16_500)).toBe(true);
  });
});

describe('requests', () => {
  test('are a table', async () => {
    const ran = await run(['requests', '--to-approve', '--profile', 'production'], () => ({
      body: { items: [requestOf()] },
    }));

    expect(ran.seen[0]?.target).toBe('/requests?limit=50&profile=production&view=to_approve');
    expect(ran.out).toMatch(/^REQUEST {11}SUBJECT/);
    expect(ran.out).toContain('0 of 1');
  });

  test('as JSON are the API’s own members, page after page', async () => {
    const ran = await run(
      ['requests', '--all', '--status', 'approved', '--output', 'json', '--limit', '2'],
      (_seen, nth) => ({
        body:
          nth === 0 ? { items: [approvedOf()], next_page_token: 'x' } : { items: [requestOf()] },
      }),
    );

    expect(JSON.parse(ran.out)).toEqual({ items: [approvedOf(), requestOf()] });
    expect(lines(ran.seen)).toEqual([
      'GET /requests?limit=2&status=approved&view=all',
      'GET /requests?limit=1&page_token=x&status=approved&view=all',
    ]);
  });

  test('one is shown in full', async () => {
    const ran = await run(['requests', id], () => ({ body: approvedOf() }));

    expect(lines(ran.seen)).toEqual([`GET /requests/${id}`]);
    expect(ran.out).toContain(
      'approved_by:     carol@example.com at 2026-01-25T14:05:00Z: go ahead\n',
    );
    expect(ran.out).toContain('until:           2026-01-25T18:05:00Z\n');
  });

  test('--watch prints what is new or has changed, until it is refused', async () => {
    const script: Script = (_seen, nth) => {
      if (nth < 2) return { body: { items: [requestOf()] } };
      if (nth === 2) return refusalOf(500, 'INTERNAL');
      if (nth === 3) return { body: { items: [requestOf({ id: 'e'.repeat(16) }), approvedOf()] } };
      return refusalOf(403, 'SUBJECT_BLOCKED');
    };

    const text = await run(['requests', '--watch'], script);
    const json = await run(['requests', '--watch', '--output', 'json'], script);

    expect(text.code).toBe(6);
    expect(text.out.match(/REQUEST/g)).toHaveLength(1);
    expect(text.out.trimEnd().split('\n').slice(1)).toEqual([
      expect.stringMatching(/^b{16} .* pending/),
      expect.stringMatching(/^e{16} .* pending/),
      expect.stringMatching(/^b{16} .* approved/),
    ]);
    expect(text.err).toContain('sentinel: still watching: ');
    const ids = json.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).id[0]);
    expect(ids).toEqual(['b', 'e', 'b']);
  });
});

describe('approve', () => {
  const mine = requestOf({ may: ['approve', 'deny'], because: 'you are in sre-leads' });
  const approving: Script = ({ method }) => ({ body: method === 'POST' ? approvedOf() : mine });

  test('shows who, what, why, and why it is yours, then asks', async () => {
    const asked: string[] = [];
    const answering = (answer: string) => async (question: string) => {
      asked.push(question);
      return answer;
    };

    const yes = await run(['approve', id, '--comment', 'go ahead'], approving, {
      ask: answering(' Yes'),
    });
    const no = await run(['approve', id], approving, { ask: answering('') });

    expect(yes.code).toBe(0);
    expect(yes.err).toBe(
      [
        'alice@example.com asks for production for 4h',
        'why:       rotate the signing key',
        'ticket:    OPS-12',
        'role:      arn:aws:iam::111122223333:role/SentinelProtected-Production',
        'rule:      engineers',
        'status:    pending, 0 of 1 approvals',
        'why you:   you are in sre-leads',
        '',
      ].join('\n'),
    );
    expect(yes.seen[1]).toMatchObject({
      target: `/requests/${id}/approve`,
      body: { comment: 'go ahead' },
    });
    expect(no).toMatchObject({ code: 1, out: '' });
    expect(lines(no.seen)).toEqual([`GET /requests/${id}`]);
    expect(asked).toEqual(['approve? [y/N] ', 'approve? [y/N] ']);
  });

  test('--yes asks nothing, and JSON stays alone on stdout', async () => {
    const ran = await run(['approve', id, '-y', '--output', 'json'], approving);

    expect(JSON.parse(ran.out)).toEqual(approvedOf());
  });

  test('what one may not do is not asked, but refused by the server', async () => {
    const ran = await run(
      ['approve', id],
      ({ method }) => (method === 'POST' ? refusalOf(403, 'FORBIDDEN') : { body: requestOf() }),
      { ask: () => Promise.reject(new Error('nobody is asked')) },
    );

    expect(ran).toMatchObject({ code: 3, out: '' });
  });
});

test('deny brings the comment', async () => {
  const ran = await run(['deny', id, '--comment', 'not today'], () => ({
    body: requestOf({ status: 'denied', closed: { ...approval, comment: 'not today' } }),
  }));

  expect(ran.seen[0]).toMatchObject({
    target: `/requests/${id}/deny`,
    body: { comment: 'not today' },
  });
  expect(ran.out).toContain(
    'closed:          carol@example.com at 2026-01-25T14:05:00Z: not today\n',
  );
});

describe('cancel takes the route that the state asks for', () => {
  test.each<[string, Script, readonly string[], number]>([
    ['pending', () => ({ body: requestOf() }), ['GET', 'cancel'], 0],
    ['approved', () => ({ body: approvedOf() }), ['GET', 'withdraw'], 0],
    [
      'approved meanwhile',
      ({ target }) =>
        target.endsWith('/cancel') ? refusalOf(409, 'CONFLICT') : { body: requestOf() },
      ['GET', 'cancel', 'withdraw'],
      0,
    ],
    [
      'not seen by who holds `revoke`',
      ({ method }) =>
        method === 'GET'
          ? refusalOf(404, 'NOT_FOUND')
          : { body: requestOf({ status: 'withdrawn' }) },
      ['GET', 'withdraw'],
      0,
    ],
    ['unknown', () => refusalOf(404, 'NOT_FOUND'), ['GET', 'withdraw'], 1],
  ])('%s', async (_, script, routes, code) => {
    const ran = await run(['cancel', id], script);

    expect(ran.code).toBe(code);
    expect(
      ran.seen.map(({ method, target }) => (method === 'GET' ? method : target.split('/').pop())),
    ).toEqual(routes);
  });
});

test.each([
  ['request', ['request', 'production', ...words]],
  ['requests', ['requests']],
  ['approve', ['approve', id, '--yes']],
  ['deny', ['deny', id]],
  ['cancel', ['cancel', id]],
])('a refusal of `%s` is told with its help, and by its exit code', async (_, argv) => {
  const ran = await run(argv, () => refusalOf(403, 'SUBJECT_BLOCKED', { Help: 'ask security' }));

  expect(ran).toMatchObject({ code: 6, out: '' });
  expect(ran.err).toContain('\nhelp: ask security\n');
});
