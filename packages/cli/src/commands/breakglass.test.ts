import { describe, expect, test } from 'vitest';
import { approval, eventOf, person, refusalOf } from '../../testing/answers.ts';
import { desk } from '../../testing/cli.ts';
import { type Answer, startTvm } from '../../testing/tvm-server.ts';

const id = 'cccccccccccccccc';
const why = ['--code', 'incident', '--reason', 'orders fail since 02:10'];

async function run(argv: readonly string[], answer: Answer) {
  await using tvm = await startTvm(({ target }) =>
    target === '/whoami' ? { body: person } : answer,
  );
  using me = desk({ SENTINEL_TVM_URL: tvm.url });
  const ran = await me.sentinel('breakglass', ...argv);
  return { ...ran, seen: tvm.seen.filter(({ target }) => target !== '/whoami') };
}

test('open is for all that are named, and says what next', async () => {
  const items = [eventOf(), eventOf({ id: 'e'.repeat(16), profile: 'queue' })];

  const ran = await run(['open', 'database', 'queue', ...why, '--for', '2h', '--ticket', 'INC-7'], {
    body: { items },
  });

  expect(ran.code).toBe(0);
  expect(ran.seen[0]).toMatchObject({
    method: 'POST',
    target: '/break-glass',
    body: {
      profiles: ['database', 'queue'],
      reason_code: 'incident',
      justification: 'orders fail since 02:10',
      duration: 7200,
      ticket: 'INC-7',
    },
  });
  expect(ran.seen[0]?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
  expect(ran.out).toContain('due 2026-01-28T15:00:00Z');
  expect(ran.err).toBe(
    [
      'next: sentinel exec database',
      'next: sentinel exec queue',
      `when you are done: sentinel breakglass close ${id}`,
      `when you are done: sentinel breakglass close ${'e'.repeat(16)}`,
      '',
    ].join('\n'),
  );
});

test.each<[readonly string[], string, unknown]>([
  [['list'], 'GET /break-glass?limit=50', undefined],
  [
    ['list', '--to-review', '--status', 'closed', '--profile', 'database', '--limit', '3'],
    'GET /break-glass?limit=3&profile=database&status=closed&view=to_review',
    undefined,
  ],
  [['list', '--all'], 'GET /break-glass?limit=50&view=all', undefined],
  [['show', id], `GET /break-glass/${id}`, undefined],
  [['extend', id, '--for', '1h30m'], `POST /break-glass/${id}/extend`, { duration: 5400 }],
  [['close', id], `POST /break-glass/${id}/close`, {}],
  [
    ['close', id, '--comment', 'orders flow'],
    `POST /break-glass/${id}/close`,
    { comment: 'orders flow' },
  ],
  [['review', id, '--justified'], `POST /break-glass/${id}/review`, { verdict: 'justified' }],
  [
    ['review', id, '--unjustified', '--comment', 'runbook 7'],
    `POST /break-glass/${id}/review`,
    { verdict: 'unjustified', comment: 'runbook 7' },
  ],
])('`breakglass %j` is %s', async (argv, line, body) => {
  const isList = argv[0] === 'list';

  const ran = await run(argv, { body: isList ? { items: [eventOf()] } : eventOf() });

  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(ran.seen.map(({ method, target }) => `${method} ${target}`)).toEqual([line]);
  expect(ran.seen[0]?.body).toEqual(body);
  expect(ran.out).toContain('bob@example.com');
});

test('a reviewed event tells by whom, and what they found', async () => {
  const done = { ...approval, verdict: 'unjustified' as const };
  const reviewed = eventOf({ status: 'closed', review: { ...eventOf().review, done } });

  const text = await run(['show', id], { body: reviewed });
  const json = await run(['show', id, '--output', 'json'], { body: reviewed });
  const csv = await run(['list', '--output', 'csv'], { body: { items: [reviewed] } });

  expect(text.out).toContain('review:          unjustified\n');
  expect(text.out).toContain(
    'reviewed_by:     carol@example.com at 2026-01-25T14:05:00Z: go ahead\n',
  );
  expect(JSON.parse(json.out)).toEqual(reviewed);
  expect(csv.out.split('\n')[1]).toContain(',unjustified,');
});

describe('usage', () => {
  test.each([
    [[], 'Usage: sentinel breakglass'],
    [['opne'], 'did you mean `open`?'],
    [['open', ...why], 'argument `profiles` is missing'],
    [
      ['open', 'database', '--code', 'incident'],
      'option `--reason, --justification <text>` is missing',
    ],
    [['open', 'database', '--reason', 'x'], 'option `--code <code>` is missing'],
    [['extend', id], 'option `--for <time>` is missing'],
    [['extend', id, '--for', '1w'], 'expected a time such as'],
    [['review', id], 'a review says `--justified` or `--unjustified`'],
    [['review', id, '--justified', '--unjustified'], 'does not go with option'],
    [['show', '../x'], 'an id is 16 hex characters'],
    [['list', '--output', 'xml'], 'bad `output`'],
  ])('%j is an error, and nothing is sent', async (argv, sentence) => {
    const ran = await run(argv, { body: eventOf() });

    expect(ran).toMatchObject({ code: 2, out: '', seen: [] });
    expect(ran.err).toContain(sentence);
  });

  test.each(['open', 'list', 'show', 'extend', 'close', 'review'])(
    'help of `%s` has examples and the flags of settings',
    async (word) => {
      const ran = await run([word, '--help'], {});

      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.out).toContain(`$ sentinel breakglass ${word}`);
      expect(ran.out).toContain('--base-profile');
    },
  );
});

test.each([
  ['COOLDOWN', 429, 3],
  ['REVIEW_OVERDUE', 429, 3],
  ['FORBIDDEN', 403, 3],
  ['SUBJECT_BLOCKED', 403, 6],
  ['CONFLICT', 409, 1],
])('%s ends with its own code', async (code, status, exit) => {
  const ran = await run(['open', 'database', ...why], refusalOf(status, code, { RetryAfter: 60 }));

  expect(ran).toMatchObject({ code: exit, out: '' });
  expect(ran.err).toContain('retry in: 60s');
});
