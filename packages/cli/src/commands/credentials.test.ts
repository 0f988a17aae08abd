import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nowMs, person, refusalOf, vended } from '../../testing/answers.ts';
import { desk } from '../../testing/cli.ts';
import { startTvm } from '../../testing/tvm-server.ts';

const printed =
  '{"Version":1,"AccessKeyId":"ASIAVENDEDKEY","SecretAccessKey":"vended-secret","SessionToken":"vended-token","Expiration":"2026-01-25T15:00:00Z","AccountId":"111122223333"}\n';

const second = { ...vended, Sentinel: { ...vended.Sentinel, SessionId: 'bbbbbbbbbbbbbbbb' } };

test('it prints what a credential_process prints, and nothing else', async () => {
  await using tvm = await startTvm([{ body: vended }]);
  using me = desk({ SENTINEL_TVM_URL: tvm.url });

  const ran = await me.sentinel('credentials', 'staging');

  expect(ran).toEqual({ code: 0, out: printed, err: '' });
  expect(tvm.seen[0]?.body).toEqual({ profile: 'staging' });
});

test('options go along, a flag before the setting', async () => {
  await using tvm = await startTvm([{ body: vended }]);
  using me = desk({ SENTINEL_TVM_URL: tvm.url, SENTINEL_DURATION: '1h' });

  await me.sentinel('credentials', 'a', '--justification', 'it is on fire', '--ticket', 'T-1');
  await me.sentinel('credentials', 'b', '-d', '15m', '--output', 'csv');

  expect(tvm.seen.map(({ body }) => body)).toEqual([
    { profile: 'a', duration: 3600, justification: 'it is on fire', ticket: 'T-1' },
    { profile: 'b', duration: 900 },
  ]);
});

describe('the session', () => {
  test('is continued as long as it is active', async () => {
    await using tvm = await startTvm([{ body: vended }]);
    using me = desk({ SENTINEL_TVM_URL: tvm.url });

    await me.sentinel('credentials', 'staging');
    await me.sentinel('credentials', 'staging');
    await me.sentinel('credentials', 'other');

    expect(tvm.seen.map(({ body }) => body)).toEqual([
      { profile: 'staging' },
      { profile: 'staging', session_id: 'aaaaaaaaaaaaaaaa' },
      { profile: 'other' },
    ]);
  });

  test.each([
    [409, 'CONFLICT'],
    [404, 'NOT_FOUND'],
  ])('is opened anew after %i %s, and that one is continued', async (status, code) => {
    await using tvm = await startTvm([
      { body: vended },
      refusalOf(status, code),
      { body: second },
      { body: second },
    ]);
    using me = desk({ SENTINEL_TVM_URL: tvm.url });

    await me.sentinel('credentials', 'staging');
    const ran = await me.sentinel('credentials', 'staging');
    await me.sentinel('credentials', 'staging');

    expect(ran).toMatchObject({ code: 0, out: printed });
    expect(tvm.seen.slice(1).map(({ body }) => body)).toEqual([
      { profile: 'staging', session_id: 'aaaaaaaaaaaaaaaa' },
      { profile: 'staging' },
      { profile: 'staging', session_id: 'bbbbbbbbbbbbbbbb' },
    ]);
  });

  test('that was revoked is a refusal, and the next call leaves it to the server', async () => {
    await using tvm = await startTvm([
      { body: vended },
      refusalOf(403, 'SESSION_REVOKED'),
      refusalOf(403, 'SUBJECT_BLOCKED'),
    ]);
    let atMs = nowMs;
    using me = desk({ SENTINEL_TVM_URL: tvm.url }, { nowMs: () => atMs });

    await me.sentinel('credentials', 'staging');
    const revoked = await me.sentinel('credentials', 'staging');
    atMs += 5_000;
    const blocked = await me.sentinel('credentials', 'staging');

    expect([revoked.code, blocked.code]).toEqual([6, 6]);
    expect(tvm.seen[2]?.body).toEqual({ profile: 'staging' });
  });

  test('that is refused is refused again at once, with the same words and no new decision', async () => {
    await using tvm = await startTvm([refusalOf(403, 'SUBJECT_BLOCKED'), { body: vended }]);
    using me = desk({ SENTINEL_TVM_URL: tvm.url });

    const first = await me.sentinel('credentials', 'staging');
    const again = await me.sentinel('credentials', 'staging');
    const other = await me.sentinel('credentials', 'staging', '--justification', 'now I say why');

    expect(again).toEqual(first);
    expect([first.code, other.code]).toEqual([6, 0]);
    expect(tvm.seen).toHaveLength(2);
  });

  test('that is refused for another reason stays', async () => {
    await using tvm = await startTvm([
      { body: vended },
      refusalOf(403, 'SUBJECT_BLOCKED'),
      { body: vended },
    ]);
    let atMs = nowMs;
    using me = desk({ SENTINEL_TVM_URL: tvm.url }, { nowMs: () => atMs });

    for (const _ of [1, 2, 3]) {
      await me.sentinel('credentials', 'staging');
      atMs += 5_000;
    }

    expect(tvm.seen[2]?.body).toMatchObject({ session_id: 'aaaaaaaaaaaaaaaa' });
  });

  test('that cannot be remembered does not stop the credentials', async () => {
    await using tvm = await startTvm([{ body: vended }]);
    using me = desk({ SENTINEL_TVM_URL: tvm.url });
    await mkdir(join(me.home, '.local'));
    await writeFile(join(me.home, '.local/state'), 'a file, not a folder');
    await chmod(join(me.home, '.local/state'), 0o400);

    const ran = await me.sentinel('credentials', 'staging');

    expect(ran).toMatchObject({ code: 0, out: printed });
    expect(ran.err).toMatch(/^sentinel: the next call will open a new session: /);
  });
});

test('a refusal prints nothing on stdout, says why and what next, and exits by its code', async () => {
  const refusal = refusalOf(403, 'APPROVAL_REQUIRED', {
    Help: 'sentinel request production --for 1h --justification "..."',
  });
  await using tvm = await startTvm(({ target }) =>
    target === '/whoami' ? { body: person } : refusal,
  );
  using me = desk({ SENTINEL_TVM_URL: tvm.url });

  expect(await me.sentinel('credentials', 'production')).toEqual({
    code: 4,
    out: '',
    err: [
      'sentinel: refused by APPROVAL_REQUIRED (APPROVAL_REQUIRED) [request 0123456789abcdef]',
      'help: sentinel request production --for 1h --justification "..."',
      '',
    ].join('\n'),
  });
});

test.each([
  [['--duration', 'soon'], 'expected a time from 15m to 1h'],
  [['--duration', '14m59s'], 'expected a time from 15m to 1h'],
  [['-d', '3601'], 'expected a time from 15m to 1h'],
  [['--scope', 'logs', '--read-only'], '`--read-only` is `--scope read-only`'],
])('%j is a usage error before anything is sent', async (options, words) => {
  await using tvm = await startTvm([{ body: vended }]);
  using me = desk({ SENTINEL_TVM_URL: tvm.url });

  const ran = await me.sentinel('credentials', 'staging', ...options);

  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toContain(words);
  expect(tvm.seen).toEqual([]);
});
