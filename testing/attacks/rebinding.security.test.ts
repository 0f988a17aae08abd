import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Command, withOffice } from '../end-to-end/an-office.ts';
import { type Answer, sendBytes } from './hostile-client.ts';

/** The child of a command that runs: where its endpoint is, and by what it is answered. */
type Child = { readonly pid: number; readonly url: string; readonly token: string };

/** Writes down what it was given, and stays. */
const script = `
const { AWS_CONTAINER_CREDENTIALS_FULL_URI: url, AWS_CONTAINER_AUTHORIZATION_TOKEN: token } = process.env;
const { writeFileSync, renameSync } = require('node:fs');
writeFileSync(process.argv[1] + '.new', JSON.stringify({ pid: process.pid, url, token }));
renameSync(process.argv[1] + '.new', process.argv[1]);
setInterval(() => {}, 1e9);
`;

const folder = mkdtempSync(join(tmpdir(), 'sentinel-rebinding-'));
const done = Promise.withResolvers<void>();
let running: Promise<void>;
let alices: Child;
let bobs: Child;
let alicesCommand: Command;

beforeAll(async () => {
  const ready = Promise.withResolvers<void>();
  running = withOffice(async ({ start }) => {
    const begin = (name: string) =>
      start(name, ['exec', 'dev', '--', process.execPath, '-e', script, join(folder, name)]);
    alicesCommand = begin('alice');
    begin('bob');
    [alices, bobs] = [await childOf('alice'), await childOf('bob')];
    ready.resolve();
    await done.promise;
  });
  await Promise.race([ready.promise, running]);
}, 60_000);
afterAll(async () => {
  done.resolve();
  await running;
  rmSync(folder, { recursive: true, force: true });
});

async function childOf(name: string): Promise<Child> {
  const file = join(folder, name);
  return JSON.parse(await vi.waitFor(() => readFileSync(file, 'utf8'), { timeout: 25_000 }));
}

/** A request, spoilt. Without `Host` where `host` is empty. */
function ask(spoilt: {
  readonly line?: string;
  readonly host?: string;
  readonly token?: string;
  readonly more?: readonly string[];
  readonly next?: string;
}): Promise<Answer> {
  const { host: own } = new URL(alices.url);
  const { line = 'GET /credentials HTTP/1.1', host = own, token = alices.token } = spoilt;
  const raw = [
    line,
    ...(host === '' ? [] : [`Host: ${host}`]),
    ...(token === '' ? [] : [`Authorization: ${token}`]),
    ...(spoilt.more ?? []),
    ...(spoilt.next === undefined ? ['Connection: close'] : []),
    '',
    spoilt.next ?? '',
  ];
  return sendBytes(alices.url, raw.join('\r\n'));
}

const violation = 'SECURITY VIOLATION: the endpoint of `sentinel exec` answered a stranger';

function expectNothing(answer: Answer): void {
  expect(answer.raw, violation).not.toMatch(/ASIA|SecretAccessKey|AccessKeyId/);
  expect(answer.raw, 'SECURITY VIOLATION: it told its token').not.toContain(alices.token);
  expect(answer.raw, 'SECURITY VIOLATION: it lets a page read').not.toMatch(
    /access-control-allow/i,
  );
  expect(answer.status, violation).not.toBe(200);
}

describe('SEC-18 a page in the browser of somebody who runs `sentinel exec`, and other strangers', () => {
  test('SEC-18 the child itself is answered', async () => {
    const answer = await ask({});

    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ AccessKeyId: expect.stringMatching(/^ASIA/) });
  });

  const port = () => new URL(alices.url).port;
  test.each<[how: string, host: () => string]>([
    ['its own name', () => 'evil.example'],
    ['its own name and the port', () => `evil.example:${port()}`],
    ['a name that resolves to loopback', () => `127.0.0.1.nip.io:${port()}`],
    ['localhost', () => `localhost:${port()}`],
    ['the address of the metadata service', () => '169.254.169.254'],
    ['the address of the container service', () => '169.254.170.2'],
    ['the address without its port', () => '127.0.0.1'],
    ['another port', () => `127.0.0.1:${Number(port()) + 1}`],
    ['another spelling of the address', () => `127.1:${port()}`],
    ['the address as a number', () => `2130706433:${port()}`],
    ['the address in IPv6', () => `[::ffff:127.0.0.1]:${port()}`],
    ['another address of loopback', () => `127.0.0.2:${port()}`],
    ['a user before the address', () => `evil.example@127.0.0.1:${port()}`],
    ['a comma', () => `127.0.0.1:${port()},evil.example`],
    ['a final dot', () => `127.0.0.1.:${port()}`],
    ['a tab', () => `127.0.0.1\t:${port()}`],
    ['no name', () => ''],
  ])('SEC-18 rebinds by %s, and has even the token', async (_how, host) => {
    expectNothing(await ask({ host: host() }));
  });

  test.each<[what: string, spoilt: () => Parameters<typeof ask>[0]]>([
    ['no token', () => ({ token: '' })],
    ['a guessed token', () => ({ token: 'A'.repeat(43) })],
    ['a token behind `Bearer`', () => ({ token: `Bearer ${alices.token}` })],
    ['the token of the child of another command', () => ({ token: bobs.token })],
    [
      'the token in the query',
      () => ({ token: '', line: `GET /credentials?Authorization=${alices.token} HTTP/1.1` }),
    ],
    [
      'the token in the query and the header',
      () => ({ line: `GET /credentials?token=${alices.token} HTTP/1.1` }),
    ],
    [
      'the token in a cookie',
      () => ({ token: '', more: [`Cookie: Authorization=${alices.token}`] }),
    ],
    [
      'the token in another header',
      () => ({ token: '', more: [`X-aws-ec2-metadata-token: ${alices.token}`] }),
    ],
    ['an origin', () => ({ more: ['Origin: http://evil.example'] })],
    ['an origin of null', () => ({ more: ['Origin: null'] })],
    ['its own origin', () => ({ more: [`Origin: http://127.0.0.1:${port()}`] })],
    ['a referer', () => ({ more: ['Referer: http://evil.example/'] })],
    [
      'what `fetch` sends',
      () => ({ more: ['Sec-Fetch-Mode: no-cors', 'Sec-Fetch-Site: cross-site'] }),
    ],
    [
      'a preflight',
      () => ({
        line: 'OPTIONS /credentials HTTP/1.1',
        more: [
          'Origin: http://evil.example',
          'Access-Control-Request-Method: GET',
          'Access-Control-Request-Private-Network: true',
        ],
      }),
    ],
    ['a preflight without an origin', () => ({ line: 'OPTIONS /credentials HTTP/1.1' })],
    ['HTTP/1.0 without a host', () => ({ line: 'GET /credentials HTTP/1.0', host: '' })],
    ['HTTP/1.0', () => ({ line: 'GET /credentials HTTP/1.0' })],
    ['an absolute target', () => ({ line: `GET http://evil.example/credentials HTTP/1.1` })],
    ['an absolute target of its own', () => ({ line: `GET ${alices.url} HTTP/1.1` })],
    [
      'an absolute target and a wrong host',
      () => ({ line: `GET ${alices.url} HTTP/1.1`, host: 'evil.example' }),
    ],
    ['a proxy', () => ({ line: `CONNECT 127.0.0.1:${port()} HTTP/1.1` })],
    ['a forwarder', () => ({ more: ['X-Forwarded-Host: 127.0.0.1', 'Via: 1.1 evil.example'] })],
    ['two hosts', () => ({ more: ['Host: evil.example'] })],
    ['POST', () => ({ line: 'POST /credentials HTTP/1.1' })],
    ['HEAD', () => ({ line: 'HEAD /credentials HTTP/1.1' })],
    ['a path beside', () => ({ line: 'GET /latest/meta-data/iam/security-credentials/ HTTP/1.1' })],
    ['a path that leads back', () => ({ line: 'GET /x/../credentials HTTP/1.1' })],
    ['an upgrade', () => ({ more: ['Upgrade: websocket'] })],
    ['half a host, folded', () => ({ host: 'evil.example', more: [` 127.0.0.1:${port()}`] })],
  ])('SEC-18 comes with %s', async (_what, spoilt) => {
    expectNothing(await ask(spoilt()));
  });

  test('SEC-18 uses a connection again that it was refused on, under another name', async () => {
    const { host } = new URL(alices.url);
    const good = `GET /credentials HTTP/1.1\r\nHost: ${host}\r\nAuthorization: ${alices.token}\r\nConnection: close\r\n\r\n`;

    expectNothing(await ask({ host: 'evil.example', next: good }));
    expectNothing(await ask({ token: 'x', next: good }));
  });

  test('SEC-18 uses a connection of the child again, and brings its own name', async () => {
    const bad = 'GET /credentials HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n';

    const { raw } = await ask({ next: bad });

    expect(raw.match(/"AccessKeyId"/g), violation).toHaveLength(1);
  });

  test('SEC-18 is sent there by a redirect: nothing here redirects, and nothing follows', async () => {
    const targets = ['/', '/credentials/', '/redirect', '//evil.example'];

    const answers = await Promise.all(
      targets.map((target) => ask({ line: `GET ${target} HTTP/1.1` })),
    );

    for (const answer of answers) {
      expectNothing(answer);
      expect(answer.raw, 'SECURITY VIOLATION: it redirects').not.toMatch(/^location:/im);
    }
  });

  test.runIf(process.getuid?.() === 0)(
    'SEC-18 is a process of another user: it reads no token',
    () => {
      const spied = spawnSync(
        'cat',
        [`/proc/${alices.pid}/environ`, `/proc/${alices.pid}/cmdline`],
        { uid: 65_534, gid: 65_534 },
      );

      expect(`${spied.stdout}`, 'SECURITY VIOLATION: another user reads the token').not.toContain(
        alices.token,
      );
      expect(`${spied.stderr}`).toMatch(/denied/i);
    },
  );

  test('SEC-18 comes when the command is over', async () => {
    process.kill(alices.pid, 'SIGTERM');
    await alicesCommand.ended();

    expect((await ask({})).raw, 'SECURITY VIOLATION: the endpoint outlives its child').toBe('');
  });
});
