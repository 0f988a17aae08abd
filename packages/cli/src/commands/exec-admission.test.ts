import { describe, expect, test } from 'vitest';
import {
  approval,
  approvedOf,
  eventOf,
  nowMs,
  person,
  refusalOf,
  requestOf,
  vended,
} from '../../testing/answers.ts';
import { desk } from '../../testing/cli.ts';
import { type Answer, type Seen, startTvm } from '../../testing/tvm-server.ts';

const reason = ['--reason', 'rotate the signing key'];
const child = ['--', process.execPath, '-e', 'process.exit(42)'];
const needsApproval = refusalOf(403, 'APPROVAL_REQUIRED', { Help: 'sentinel explain production' });

type Script = {
  /** Answers of vends, in turn; the last repeats. */
  readonly vends: readonly Answer[];
  /** What of the caller's waits, by status. */
  readonly standing?: Readonly<Record<string, unknown>>;
  readonly created?: Answer;
  /** Answers about the one request, in turn; the last repeats. */
  readonly looks?: readonly Answer[];
  readonly opened?: Answer;
};

/** Runs `exec` on a server that follows the script; what the server saw, without sessions and `whoami`. */
async function run(argv: readonly string[], script: Script) {
  const next = (answers: readonly Answer[]) => {
    let at = 0;
    return () => answers[Math.min(at++, answers.length - 1)] ?? {};
  };
  const vend = next(script.vends);
  const look = next(script.looks ?? []);
  const pauses: number[] = [];
  await using tvm = await startTvm(({ method, target }): Answer => {
    if (target === '/whoami') return { body: person };
    if (target.endsWith('/end')) return refusalOf(409, 'CONFLICT');
    if (target === '/') return vend();
    if (target === '/break-glass') return script.opened ?? {};
    if (target === '/requests') return script.created ?? {};
    if (method === 'GET' && target.startsWith('/requests?')) {
      const status = new URLSearchParams(target.split('?')[1]).get('status') ?? '';
      const one = script.standing?.[status];
      return { body: { items: one === undefined ? [] : [one] } };
    }
    return look();
  });
  using me = desk({ SENTINEL_TVM_URL: tvm.url }, { sleep: async (ms) => void pauses.push(ms) });
  const ran = await me.sentinel('exec', 'production', ...argv, ...child);
  const seen = tvm.seen.filter(({ target }) => !/whoami|end$/.test(target));
  return { ...ran, seen, pauses, lines: lines(seen) };
}

const lines = (seen: readonly Seen[]) =>
  seen.map(({ method, target }) => `${method} ${target.replace(/limit=\d+&/, '')}`);

const looking = [
  'POST /',
  'GET /requests?profile=production&status=pending',
  'GET /requests?profile=production&status=approved',
];

describe('exec --wait', () => {
  test('asks nobody where policy says yes', async () => {
    const ran = await run(['--wait'], { vends: [{ body: vended }] });

    expect(ran).toMatchObject({ code: 42, err: '', lines: ['POST /'] });
  });

  test('asks, waits, and runs under the grant', async () => {
    const ran = await run(['--wait', '--for', '4h', '--ticket', 'OPS-12', ...reason], {
      vends: [needsApproval, { body: vended }],
      created: { body: requestOf({ needed: 2 }) },
      looks: [
        { body: requestOf({ needed: 2, approvals: [approval] }) },
        { body: approvedOf({ needed: 2 }) },
      ],
    });

    expect(ran.code).toBe(42);
    expect(ran.lines).toEqual([
      ...looking,
      'POST /requests',
      `GET /requests/${'b'.repeat(16)}`,
      `GET /requests/${'b'.repeat(16)}`,
      'POST /',
    ]);
    expect(ran.seen[3]?.body).toEqual({
      profile: 'production',
      duration: 14_400,
      justification: 'rotate the signing key',
      ticket: 'OPS-12',
    });
    expect(ran.err.split('\n')).toEqual([
      expect.stringMatching(/^sentinel: waiting for an approval of `production` until /),
      'sentinel: 1 of 2 approvals: carol@example.com at 2026-01-25T14:05:00Z: go ahead',
      expect.stringMatching(/^sentinel: approved from .* until .*: carol@example.com/),
      '',
    ]);
  });

  test('goes on with a request that waits already', async () => {
    const ran = await run(['--wait'], {
      vends: [needsApproval, { body: vended }],
      standing: { pending: requestOf() },
      looks: [{ body: approvedOf() }],
    });

    expect(ran.code).toBe(42);
    expect(ran.err).toContain(`you have asked already: request ${'b'.repeat(16)}`);
    expect(ran.lines).not.toContain('POST /requests');
  });

  test('waits for the beginning of what was approved, unless it is told what to ask for', async () => {
    const soon = new Date(nowMs + 3_000).toISOString();
    const script = {
      vends: [needsApproval, { body: vended }],
      standing: { approved: approvedOf({ not_before: soon }) },
      created: { body: requestOf() },
      looks: [{ body: approvedOf() }],
    };

    const waited = await run(['--wait'], script);
    const asked = await run(['--wait', ...reason], script);

    expect([waited.code, asked.code]).toEqual([42, 42]);
    expect(waited.pauses).toEqual([3_000]);
    expect(waited.lines).not.toContain('POST /requests');
    expect(asked.lines).toContain('POST /requests');
  });

  test.each([
    ['denied', requestOf({ status: 'denied', closed: approval }), 3],
    ['cancelled', requestOf({ status: 'cancelled' }), 4],
    ['withdrawn', requestOf({ status: 'withdrawn' }), 4],
    ['expired', requestOf({ status: 'expired' }), 4],
  ])('starts nothing where the request is %s', async (status, then, code) => {
    const ran = await run(['--wait', ...reason], {
      vends: [needsApproval],
      created: { body: requestOf() },
      looks: [{ body: then }],
    });

    expect(ran.code).toBe(code);
    expect(ran.err).toContain(`request ${'b'.repeat(16)} is ${status}`);
    expect(ran.lines.filter((line) => line === 'POST /')).toHaveLength(1);
  });

  test.each<[string, readonly string[], Partial<Script>, number, string]>([
    ['without a reason', ['--wait'], {}, 2, 'needs an approval: tell why you ask for it'],
    [
      'when the request is refused',
      ['--wait', ...reason],
      { created: refusalOf(429, 'QUOTA_EXCEEDED') },
      3,
      'QUOTA_EXCEEDED',
    ],
    [
      'when the request cannot be read any more',
      ['--wait', ...reason],
      { created: { body: requestOf() }, looks: [refusalOf(403, 'SUBJECT_BLOCKED')] },
      6,
      `request ${'b'.repeat(16)} stands; go on with`,
    ],
    [
      'when policy has changed since',
      ['--wait', ...reason],
      {
        vends: [needsApproval, refusalOf(403, 'POLICY_DENY')],
        created: { body: approvedOf() },
      },
      3,
      'POLICY_DENY',
    ],
  ])('starts nothing %s', async (_, argv, script, code, words) => {
    const ran = await run(argv, { vends: [needsApproval], ...script });

    expect(ran.code).toBe(code);
    expect(ran.err).toContain(words);
  });

  test('rides over a server that is away, and waits as long as it asks', async () => {
    const ran = await run(['--wait', ...reason], {
      vends: [needsApproval, { body: vended }],
      created: { body: requestOf() },
      looks: [
        refusalOf(429, 'RATE_LIMITED', { RetryAfter: 30 }),
        refusalOf(500, 'INTERNAL'),
        { body: approvedOf() },
      ],
    });

    expect(ran.code).toBe(42);
    expect(ran.pauses).toContain(30_000);
  });
});

describe('exec --break-glass', () => {
  const glass = ['--break-glass', 'incident', '--reason', 'orders fail since 02:10'];

  test('breaks nothing where policy says yes, or the glass is broken already', async () => {
    const ran = await run(glass, { vends: [{ body: vended }] });

    expect(ran).toMatchObject({ code: 42, lines: ['POST /'] });
  });

  test.each(['POLICY_DENY', 'APPROVAL_REQUIRED'])('opens after %s, and runs', async (code) => {
    const ran = await run([...glass, '--for', '2h', '--ticket', 'INC-7'], {
      vends: [refusalOf(403, code), { body: vended }],
      opened: { body: { items: [eventOf({ profile: 'production' })] } },
    });

    expect(ran).toMatchObject({ code: 42, lines: ['POST /', 'POST /break-glass', 'POST /'] });
    expect(ran.seen[1]?.body).toEqual({
      profiles: ['production'],
      reason_code: 'incident',
      justification: 'orders fail since 02:10',
      ticket: 'INC-7',
      duration: 7200,
    });
    expect(ran.err).toBe(
      `sentinel: the glass of \`production\` is broken until 2026-01-25T15:00:00Z; when you are done: sentinel breakglass close ${'c'.repeat(16)}\n`,
    );
  });

  test('opens with all the words, and vends with as many as a vend takes', async () => {
    const words = 'orders fail since 02:10. '.repeat(40);
    const ran = await run(['--break-glass', 'incident', '--reason', words], {
      vends: [refusalOf(403, 'POLICY_DENY'), { body: vended }],
      opened: { body: { items: [eventOf({ profile: 'production' })] } },
    });

    const sent = {
      vend: { justification: words.slice(0, 500) },
      opening: { justification: words },
    };
    expect(ran.seen[0]?.body).toMatchObject(sent.vend);
    expect(ran.seen[1]?.body).toMatchObject(sent.opening);
    expect(ran.seen[2]?.body).toMatchObject(sent.vend);
  });

  test.each<[string, readonly string[], Script, number, string]>([
    [
      'where it may not be opened',
      glass,
      { vends: [refusalOf(403, 'POLICY_DENY')], opened: refusalOf(429, 'COOLDOWN') },
      3,
      'COOLDOWN',
    ],
    [
      'where a later rule denies all the same',
      glass,
      { vends: [refusalOf(403, 'POLICY_DENY')], opened: { body: { items: [eventOf()] } } },
      3,
      'POLICY_DENY',
    ],
    [
      'for somebody who is blocked',
      glass,
      { vends: [refusalOf(403, 'SUBJECT_BLOCKED')] },
      6,
      'SUBJECT_BLOCKED',
    ],
    [
      'without a reason',
      ['--break-glass', 'incident'],
      { vends: [refusalOf(403, 'POLICY_DENY')] },
      2,
      'tells why, in 20 characters',
    ],
  ])('starts nothing %s', async (_, argv, script, code, words) => {
    const ran = await run(argv, script);

    expect(ran.code).toBe(code);
    expect(ran.err).toContain(words);
  });
});

test.each([
  [['--scope', 'logs'], 'logs'],
  [['--read-only'], 'read-only'],
  [['--read-only', '--scope', 'read-only'], 'read-only'],
])('%j asks for that scope', async (argv, scope) => {
  const ran = await run(argv, { vends: [{ body: vended }] });

  expect(ran.seen[0]?.body).toEqual({ profile: 'production', scope });
});

test.each([
  [['--read-only', '--scope', 'logs'], '`--read-only` is `--scope read-only`'],
  [['--wait', '--break-glass', 'incident'], 'give one of them'],
  [['--for', '1h'], '`--for` goes with `--wait` or `--break-glass`'],
  [['--for', 'x', '--wait'], '`--for` takes a time'],
])('%j is a usage error, and nothing is sent', async (argv, words) => {
  const ran = await run(argv, { vends: [] });

  expect(ran).toMatchObject({ code: 2, seen: [] });
  expect(ran.err).toContain(words);
});
