import { expect, test } from 'vitest';
import { person, refusalOf, vended } from '../testing/answers.ts';
import { desk } from '../testing/cli.ts';
import { type Answer, baseSecret, startTvm } from '../testing/tvm-server.ts';

const token = 'base-token-that-must-never-be-shown';
const evil = 'x\u001b[2J\u001b]0;title\u0007\r\n\u202egnp\u2028\ud800';
const acting = /[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u;

test.each<[string, Answer]>([
  ['a refusal', refusalOf(403, 'POLICY_DENY')],
  ['a failure', refusalOf(500, 'INTERNAL')],
  [
    'a gateway that repeats the request',
    { status: 403, body: { message: `${baseSecret} ${token}` } },
  ],
  ['a portal that repeats the request', { status: 502, body: `<b>${baseSecret} ${token}</b>` }],
  ['a broken answer', { body: `{"AccessKeyId":"${baseSecret}","Token":"${token}"` }],
  ['half an answer', { body: { ...vended, Sentinel: undefined, Token: token } }],
  ['a lost answer', { hangUp: true }],
])('SEC-15 after %s no secret is in words or data', async (_, answer) => {
  await using tvm = await startTvm([answer]);
  using me = desk({ SENTINEL_TVM_URL: tvm.url, AWS_SESSION_TOKEN: token });

  for (const argv of [['credentials', 'staging'], ['whoami'], ['profiles', '--output', 'json']]) {
    const ran = await me.sentinel(...argv);

    expect(ran.code).not.toBe(0);
    expect(
      [baseSecret, token, vended.SecretAccessKey].filter((secret) =>
        (ran.out + ran.err).includes(secret),
      ),
      'SECURITY VIOLATION: a secret is shown',
    ).toEqual([]);
  }
});

test('SEC-15 vended credentials are printed on stdout only, and kept nowhere', async () => {
  await using tvm = await startTvm([{ body: vended }]);
  using me = desk({ SENTINEL_TVM_URL: tvm.url });
  const { readdir, readFile } = await import('node:fs/promises');

  const ran = await me.sentinel('credentials', 'staging');

  const files = await readdir(me.home, { recursive: true, withFileTypes: true });
  const texts = await Promise.all(
    files
      .filter((file) => file.isFile())
      .map((file) => readFile(`${file.parentPath}/${file.name}`, 'utf8')),
  );
  expect(ran.err).toBe('');
  expect(texts).toHaveLength(1);
  for (const secret of [vended.SecretAccessKey, vended.Token, vended.AccessKeyId, baseSecret]) {
    expect(texts.join(), 'SECURITY VIOLATION: a secret is kept on disk').not.toContain(secret);
  }
});

test.each(['text', 'json', 'csv'])(
  'SEC-17 as %s nothing a server says acts on the terminal',
  async (output) => {
    const profile = { name: evil, policy_path: evil, access: 'allow', description: evil };
    const bodies: Readonly<Record<string, unknown>> = {
      '/profiles': { profiles: [profile], root: evil },
      '/whoami': { ...person, subject: evil, groups: [evil], derived: evil, kind: 'role' },
    };
    await using tvm = await startTvm(({ target }) => ({ body: bodies[target] }));
    using me = desk({ SENTINEL_TVM_URL: tvm.url });

    for (const verb of ['profiles', 'whoami']) {
      const ran = await me.sentinel(verb, '--output', output);

      expect(ran.code).toBe(0);
      expect(
        acting.test(ran.out + ran.err),
        'SECURITY VIOLATION: the server acts on the terminal',
      ).toBe(false);
    }
  },
);

test('SEC-17 what the person mistyped, or a script passed on, does not act on the terminal', async () => {
  using me = desk({ SENTINEL_OUTPUT: evil });

  for (const argv of [[evil], ['whoami', evil], ['whoami', `--${evil}`], ['whoami']]) {
    const ran = await me.sentinel(...argv);

    expect(ran.code).toBe(2);
    expect(acting.test(ran.err), 'SECURITY VIOLATION: an argument acts on the terminal').toBe(
      false,
    );
  }
});

test('SEC-20 requests are signed for the host in the settings, even where another answers for it', async () => {
  await using tvm = await startTvm([{ body: person }]);
  using me = desk({ SENTINEL_TVM_URL: tvm.url });

  await me.sentinel('whoami');

  expect(tvm.seen[0]?.headers.host).toBe(`127.0.0.1:${tvm.port}`);
  expect(tvm.seen[0]?.signature, 'SECURITY VIOLATION: the host is not signed').toMatchObject({
    holds: true,
    signedHeaders: expect.arrayContaining(['host']),
  });
});
