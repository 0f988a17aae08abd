import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { decodeProof } from '@sentinel/core/token/proof';
import { expect, test } from 'vitest';
import { type Office, withOffice } from './an-office.ts';

const run = promisify(execFile);
const main = fileURLToPath(import.meta.resolve('@sentinel/cli/main'));
const why = ['--reason', 'rotate the signing key'];
const night = ['--reason', 'orders fail since 02:10'];
const nobody = '0'.repeat(16);

/** The id of the newest of what a verb lists. */
async function newest(office: Office, person: string, ...list: readonly string[]) {
  const { out } = await office.run(person, ...list, '--output', 'json');
  const [item] = JSON.parse(out).items;
  return String(item.id);
}

test('those who wait for an approval end as it does, and never start what was refused', async () => {
  await withOffice(async (office) => {
    const wait = (profile: string, ...more: readonly string[]) =>
      office.start('alice', ['exec', profile, '--wait', ...why, ...more, '--', 'echo', 'started']);
    const asked = async (profile: string) => {
      const command = wait(profile);
      await command.hasSaid('waiting for an approval');
      const id = await newest(office, 'alice', 'requests', '--profile', profile);
      return { command, id };
    };
    const watching = office.start('carol', ['requests', '--to-approve', '--watch']);
    const [denied, left] = [await asked('production'), await asked('database')];
    const again = wait('database');
    await again.hasSaid(`you have asked already: request ${left.id}`);

    const interrupted = await left.command.interrupt();
    await watching.hasSaid(left.id);
    const [denial, cancellation] = [
      await office.run('carol', 'deny', denied.id, '--comment', 'not today'),
      await office.run('alice', 'cancel', left.id),
    ];
    const [first, second] = [await denied.command.ended(), await again.ended()];
    const watched = await watching.interrupt();

    expect(interrupted).toMatchObject({ code: 130, out: '' });
    expect(interrupted.err).toContain(`request ${left.id} stands; go on with`);
    expect([denial.code, cancellation.code]).toEqual([0, 0]);
    expect(first).toMatchObject({ code: 3, out: '' });
    expect(first.err).toMatch(/is denied by carol@example.com at .*: not today\n$/);
    expect(second).toMatchObject({ code: 4, out: '' });
    expect(second.err).toContain(`request ${left.id} is cancelled by alice@example.com`);
    expect(watched).toMatchObject({ code: 0, err: '' });
  });
}, 60_000);

test('words of people arrive as they were said, and are harmless on the way', async () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it must stay as it is
  const nasty = '\u001b[2J\r\n\u202egnp\u2028 %s $(id) \u{1f600} ${HOME}';
  await withOffice(async (office) => {
    const made = await office.run('alice', 'request', 'production', '--justification', nasty);
    const id = await newest(office, 'alice', 'requests');
    const denied = await office.run('carol', 'deny', id, '--comment', nasty);
    const shown = await office.run('alice', 'requests', id, '--output', 'json');

    expect([made.code, denied.code]).toEqual([0, 0]);
    expect(JSON.parse(shown.out)).toMatchObject({
      justification: nasty,
      closed: { comment: nasty },
    });
    for (const { out, err } of [made, denied, shown]) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not be there
      expect(out + err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e\u2028]/);
    }
  });
}, 60_000);

test('what one may not do, and what does not exist, ends with its own code', async () => {
  await withOffice(async (office) => {
    await office.run('alice', 'request', 'production', ...why);
    const id = await newest(office, 'alice', 'requests');
    const open = ['breakglass', 'open', 'database', ...night, '--code'];
    const codes = await office.run('bob', ...open, 'nonsense');
    expect(codes).toMatchObject({
      code: 2,
      err: expect.stringContaining('`incident`, `security`'),
    });
    await office.run('bob', ...open, 'incident');
    const event = await newest(office, 'bob', 'breakglass', 'list');
    await office.run('alice', 'exec', 'dev', '--keep', '--', 'true');
    const session = await newest(office, 'alice', 'sessions');

    const refused: readonly (readonly [number, string, ...string[]])[] = [
      [3, 'alice', 'request', 'no-such-profile', ...why],
      [2, 'alice', 'request', 'production', '--reason', 'short'],
      [2, 'alice', 'request', 'production', ...why, '--for', '1m'],
      [3, 'ci', 'request', 'production', ...why],
      [3, 'alice', 'requests', '--all'],
      [1, 'dave', 'requests', id],
      [2, 'carol', 'approve', id],
      [1, 'carol', 'approve', nobody, '--yes'],
      [3, 'alice', 'approve', id, '--yes'],
      [1, 'dave', 'deny', id],
      [3, 'carol', 'cancel', id],
      [1, 'bob', ...open, 'incident'],
      [3, 'alice', ...open, 'incident'],
      [1, 'alice', 'breakglass', 'show', event],
      [1, 'dave', 'breakglass', 'extend', event, '--for', '1h'],
      [1, 'carol', 'breakglass', 'review', event, '--justified'],
      [3, 'alice', 'breakglass', 'list', '--all'],
      [3, 'carol', 'block', 'alice@example.com', '--reason', 'why not'],
      [2, 'erin', 'block', '--reason', 'whom'],
      [1, 'bob', 'revoke', session, '--reason', 'why not'],
      [3, 'alice', 'blocks'],
      [1, 'erin', 'unblock', nobody],
      [5, 'alice', 'token', '--audience', 'orders.example.com'],
      [2, 'alice', 'exec', 'dev', '--scope', 'no-such-scope', '--', 'echo', 'started'],
      [4, 'alice', 'exec', 'production', '--', 'echo', 'started'],
    ];
    const left = [...refused];
    // A few at a time: each is a process of its own.
    const one = async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        const [code, person, ...args] = next;
        const ran = await office.run(person, ...args);

        expect({ args, code: ran.code, out: ran.out }, ran.err).toEqual({ args, code, out: '' });
        expect(ran.err).toMatch(/^(.+\n)*sentinel: .+\n/);
      }
    };
    await Promise.all([one(), one(), one()]);
  });
}, 120_000);

test('an own session is revoked, and a token is signed below exec', async () => {
  await withOffice(async (office) => {
    await office.run('alice', 'exec', 'dev', '--keep', '--', 'true');
    const session = await newest(office, 'alice', 'sessions');
    const revoked = await office.run('alice', 'revoke', session, '--reason', 'not mine');
    const inside = ['exec', 'dev', '--', process.execPath, main, 'token', '--audience', 'x.test'];
    const token = await office.run('alice', ...inside);

    expect(revoked).toMatchObject({ code: 0, out: expect.stringContaining('revoked') });
    expect(revoked.err).toContain('note: what was issued holds until');
    expect(token).toMatchObject({ code: 0, err: '' });
    expect(decodeProof(token.out.trimEnd())).toMatchObject({ audience: 'x.test' });
  });
}, 60_000);

const hasPython = spawnSync('python3', ['--version']).status === 0;

/** Opens a terminal, answers the question with the first argument, prints what was seen and the exit code. */
const onTerminal = `
import os, pty, sys
pid, fd = pty.fork()
if pid == 0:
    os.execv(sys.argv[2], sys.argv[2:])
said, answered = b'', False
try:
    while True:
        more = os.read(fd, 1000)
        if not more: break
        said += more
        if not answered and b'[y/N] ' in said:
            os.write(fd, sys.argv[1].encode().decode('unicode_escape').encode())
            answered = True
except OSError:
    pass
_, status = os.waitpid(pid, 0)
print(said.decode(), os.waitstatus_to_exitcode(status))
`;

test.skipIf((!hasPython && !process.env['CI']) || process.platform === 'win32')(
  'on a terminal an approval is asked for, and only a yes is one; times are told by the clock here',
  async () => {
    await withOffice(async (office) => {
      const day = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
      const line = ['request', 'production', ...why, '--from', `${day}T22:00:00Z`];
      const made = await office.start('alice', line, { TZ: 'Asia/Tokyo' }).ended();
      const id = await newest(office, 'alice', 'requests');
      const answer = async (text: string) => {
        const command = [process.execPath, main, 'approve', id];
        const options = { env: { ...office.env('carol'), TERM: 'dumb' } };
        const { stdout } = await run('python3', ['-c', onTerminal, text, ...command], options);
        return stdout.trimEnd();
      };

      const [no, none, yes] = [await answer('n\\n'), await answer('\\x03'), await answer('y\\n')];

      expect(made.err).toMatch(/from \S+T22:00:00Z \(.+, 07:00 GMT\+9 here\)/);
      expect(no).toMatch(
        /why you: {3}you are in the group sre-leads[\s\S]*nothing was approved\s+1$/,
      );
      expect(none).toMatch(/nothing was approved\s+1$/);
      expect(yes).toMatch(/status: {10}approved[\s\S]* 0$/);
    });
  },
  60_000,
);
