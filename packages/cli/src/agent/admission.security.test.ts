import { expect, test } from 'vitest';
import { openWithGoodRequest } from '../../testing/open-agent.ts';
import { requestText, sendRaw } from '../../testing/raw-http.ts';

const secrets = /canary|ASIASENTINELTEST/;
const violation = 'SECURITY VIOLATION: the local endpoint answered somebody who is not its child';

type Opened = Awaited<ReturnType<typeof openWithGoodRequest>>;

test('SEC-18 the good request of these tests is answered', async () => {
  const { port, good } = await openWithGoodRequest();

  const got = await sendRaw(port, requestText('GET /credentials HTTP/1.1', good));

  expect(got.status).toBe(200);
  expect(got.text).toMatch(secrets);
});

const hosts: readonly ((port: number) => string)[] = [
  () => '',
  () => 'localhost',
  (port) => `localhost:${port}`,
  (port) => `LOCALHOST:${port}`,
  (port) => `localhost.:${port}`,
  () => '127.0.0.1',
  () => '127.0.0.1:',
  () => '127.0.0.1:80',
  (port) => `127.0.0.1:${port + 1}`,
  (port) => `127.0.0.1:0${port}`,
  (port) => `127.0.0.1.:${port}`,
  (port) => `127.0.0.1:${port}.`,
  (port) => `127.0.0.1:${port}/`,
  (port) => `127.0.0.1:${port}@evil.example`,
  (port) => `127.0.0.1:${port},evil.example`,
  (port) => `evil.example,127.0.0.1:${port}`,
  (port) => `evil.example@127.0.0.1:${port}`,
  (port) => `user:pass@127.0.0.1:${port}`,
  (port) => `127.0.0.1:${port}#evil.example`,
  (port) => `127.0.0.1:${port}?evil.example`,
  (port) => `http://127.0.0.1:${port}`,
  (port) => `//127.0.0.1:${port}`,
  (port) => `127.1:${port}`,
  (port) => `127.0.0.2:${port}`,
  (port) => `0.0.0.0:${port}`,
  (port) => `2130706433:${port}`,
  (port) => `0x7f000001:${port}`,
  (port) => `017700000001:${port}`,
  (port) => `[::1]:${port}`,
  (port) => `[::ffff:127.0.0.1]:${port}`,
  (port) => `127.0.0.1.nip.io:${port}`,
  (port) => `rebind.evil.example:${port}`,
  () => 'evil.example',
  () => '169.254.170.2',
  (port) => `１２７.0.0.1:${port}`,
  (port) => `127.0.0.1 :${port}`,
];

test.each(hosts.map((make) => ({ name: make(40_000), make })))(
  'SEC-18 a page that rebinds its name gets nothing: Host `$name`',
  async ({ make }) => {
    const { port, without } = await openWithGoodRequest();

    const headers = [`Host: ${make(port)}`, ...without('Host')];
    const got = await sendRaw(port, requestText('GET /credentials HTTP/1.1', headers));

    expect(got.text, violation).not.toMatch(secrets);
    expect([400, 403], violation).toContain(got.status);
  },
);

test.each([
  { why: 'no Host', spoil: ({ without }: Opened) => without('Host') },
  {
    why: 'two Hosts, the good one first',
    spoil: ({ good }: Opened) => [...good, 'Host: evil.example'],
  },
  {
    why: 'two Hosts, the good one last',
    spoil: ({ good }: Opened) => ['Host: evil.example', ...good],
  },
  { why: 'the same Host twice', spoil: ({ good, host }: Opened) => [...good, `Host: ${host}`] },
  { why: 'no token', spoil: ({ without }: Opened) => without('Authorization') },
  {
    why: 'an empty token',
    spoil: ({ without }: Opened) => [...without('Authorization'), 'Authorization:'],
  },
  {
    why: 'another token',
    spoil: ({ without }: Opened) => [
      ...without('Authorization'),
      `Authorization: ${'A'.repeat(43)}`,
    ],
  },
  {
    why: 'the token but for its last character',
    spoil: ({ without, token }: Opened) => [
      ...without('Authorization'),
      `Authorization: ${token.slice(0, -1)}`,
    ],
  },
  {
    why: 'the token and more',
    spoil: ({ without, token }: Opened) => [
      ...without('Authorization'),
      `Authorization: ${token}x`,
    ],
  },
  {
    why: 'the token behind Bearer',
    spoil: ({ without, token }: Opened) => [
      ...without('Authorization'),
      `Authorization: Bearer ${token}`,
    ],
  },
  {
    why: 'the token in lower case',
    spoil: ({ without, token }: Opened) => [
      ...without('Authorization'),
      `Authorization: ${token.toLowerCase()}`,
    ],
  },
  {
    why: 'the token twice',
    spoil: ({ good, token }: Opened) => [...good, `Authorization: ${token}`],
  },
  {
    why: 'the token after a wrong one',
    spoil: ({ good }: Opened) => ['Authorization: wrong', ...good],
  },
  {
    why: 'the token in another header',
    spoil: ({ without, token }: Opened) => [
      ...without('Authorization'),
      `X-Authorization: ${token}`,
      `Cookie: Authorization=${token}`,
    ],
  },
  { why: 'an Origin', spoil: ({ good }: Opened) => [...good, 'Origin: https://evil.example'] },
  { why: 'an Origin null', spoil: ({ good }: Opened) => [...good, 'Origin: null'] },
  { why: 'an own Origin', spoil: ({ good, host }: Opened) => [...good, `Origin: http://${host}`] },
  { why: 'an Origin in capitals', spoil: ({ good }: Opened) => [...good, 'ORIGIN: x'] },
  { why: 'a Referer', spoil: ({ good }: Opened) => [...good, 'Referer: http://x/'] },
  { why: 'a Cookie', spoil: ({ good }: Opened) => [...good, 'Cookie: a=b'] },
  { why: 'Sec-Fetch-Site', spoil: ({ good }: Opened) => [...good, 'Sec-Fetch-Site: none'] },
  { why: 'Sec-Fetch-Mode', spoil: ({ good }: Opened) => [...good, 'sec-fetch-mode: no-cors'] },
  { why: 'Sec-CH-UA', spoil: ({ good }: Opened) => [...good, 'Sec-CH-UA: "x"'] },
  {
    why: 'a preflight header',
    spoil: ({ good }: Opened) => [...good, 'Access-Control-Request-Method: GET'],
  },
  {
    why: 'private network access',
    spoil: ({ good }: Opened) => [...good, 'Access-Control-Request-Private-Network: true'],
  },
  { why: 'a proxy before it', spoil: ({ good }: Opened) => [...good, 'Via: 1.1 proxy'] },
  { why: 'a forwarder', spoil: ({ good }: Opened) => [...good, 'X-Forwarded-For: 10.0.0.1'] },
  { why: 'a Forwarded', spoil: ({ good }: Opened) => [...good, 'Forwarded: for=10.0.0.1'] },
  { why: 'Expect', spoil: ({ good }: Opened) => [...good, 'Expect: 100-continue'] },
  { why: 'Expect of its own', spoil: ({ good }: Opened) => [...good, 'Expect: x'] },
  {
    why: 'an upgrade',
    spoil: ({ without }: Opened) => [
      ...without('Connection'),
      'Connection: Upgrade',
      'Upgrade: websocket',
    ],
  },
  { why: 'a body', spoil: ({ good }: Opened) => [...good, 'Content-Length: 0'] },
  { why: 'chunks', spoil: ({ good }: Opened) => [...good, 'Transfer-Encoding: chunked'] },
  {
    why: 'both lengths',
    spoil: ({ good }: Opened) => [...good, 'Content-Length: 4', 'Transfer-Encoding: chunked'],
  },
  {
    why: 'headers of 9 KB',
    spoil: ({ good }: Opened) => [...good, `X-Long: ${'x'.repeat(9 * 1024)}`],
  },
  { why: 'a folded header', spoil: ({ good }: Opened) => [...good, 'X: a', ' Origin: b'] },
  { why: 'a bare line feed', spoil: ({ good }: Opened) => [...good, 'X: a\nOrigin: b'] },
] satisfies readonly { why: string; spoil: (it: Opened) => readonly string[] }[])(
  'SEC-18 a request with $why gets nothing',
  async ({ spoil }) => {
    const it = await openWithGoodRequest();

    const got = await sendRaw(it.port, requestText('GET /credentials HTTP/1.1', spoil(it)));

    expect(got.text, violation).not.toMatch(secrets);
    expect(got.text, 'SECURITY VIOLATION: the endpoint told its token').not.toContain(it.token);
    expect(got.status, violation).not.toBe(200);
    expect(got.closed, 'SECURITY VIOLATION: a stranger may keep the connection').toBe(true);
  },
);

test.each([
  'POST /credentials HTTP/1.1',
  'PUT /credentials HTTP/1.1',
  'HEAD /credentials HTTP/1.1',
  'OPTIONS /credentials HTTP/1.1',
  'OPTIONS * HTTP/1.1',
  'TRACE /credentials HTTP/1.1',
  'DELETE /credentials HTTP/1.1',
  'PATCH /credentials HTTP/1.1',
  'QUERY /credentials HTTP/1.1',
  'get /credentials HTTP/1.1',
  'CONNECT 127.0.0.1:80 HTTP/1.1',
  'GET /credentials HTTP/1.0',
  'GET /credentials HTTP/0.9',
  'GET /credentials HTTP/2.0',
  'GET /credentials',
  'PRI * HTTP/2.0',
  'GET / HTTP/1.1',
  'GET /credentials/ HTTP/1.1',
  'GET //credentials HTTP/1.1',
  'GET /./credentials HTTP/1.1',
  'GET /credentials?x HTTP/1.1',
  'GET /credentials# HTTP/1.1',
  'GET /Credentials HTTP/1.1',
  'GET /%63redentials HTTP/1.1',
  'GET credentials HTTP/1.1',
  'GET http://evil.example/credentials HTTP/1.1',
  'GET http://127.0.0.1/credentials HTTP/1.1',
])('SEC-18 only the one request line is answered, not `%s`', async (line) => {
  const { port, good } = await openWithGoodRequest();

  const got = await sendRaw(port, requestText(line, good));

  expect(got.text, violation).not.toMatch(secrets);
  expect(got.status, violation).not.toBe(200);
});

test('SEC-18 an absolute request line with our own host is no way in', async () => {
  const { port, good, host } = await openWithGoodRequest();

  const line = `GET http://${host}/credentials HTTP/1.1`;
  const got = await sendRaw(port, requestText(line, good));

  expect(got.status, violation).toBe(404);
});
