import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endpointOf } from './endpoint.ts';

const settings = {
  output: 'text',
  signingService: 'execute-api',
  signingRegion: 'eu-west-1',
} as const;
const aws = 'a1b2c3.execute-api.eu-west-1.amazonaws.com';

test.each([
  ['http to another machine', 'http://tvm.example.com'],
  ['http to AWS', `http://${aws}`],
  ['http to a private address', 'http://10.0.0.1'],
  ['http to a name that begins like loopback', 'http://127.0.0.1.example.com'],
  ['http to a name below localhost', 'http://tvm.localhost'],
  ['http to the unspecified address', 'http://0.0.0.0'],
  ['loopback as one number', 'http://2130706433'],
  ['loopback in hex', 'http://0x7f.0.0.1'],
  ['loopback in octal', 'http://0177.0.0.1'],
  ['loopback shortened', 'http://127.1'],
  ['IPv4 within IPv6', 'http://[::ffff:127.0.0.1]'],
  ['a long spelling of ::1', 'http://[0:0:0:0:0:0:0:1]'],
  ['a user name', `https://user@${aws}`],
  ['user name and password', `https://user:password@${aws}`],
  ['AWS as user name', `https://${aws}@evil.example`],
  ['AWS as user name and port', `https://${aws}:443@evil.example`],
  ['backslash', `https://evil.example\\@${aws}`],
  ['backslash path', `https://${aws}\\..\\x`],
  ['query', `https://${aws}/?x=1`],
  ['fragment', `https://${aws}/#x`],
  ['percent', `https://${aws}/%2e%2e/`],
  ['percent in the host', 'https://evil%2eexample'],
  ['dot segments', `https://${aws}/../admin`],
  ['single dot segment', `https://${aws}/./admin`],
  ['empty segment', `https://${aws}//evil.example`],
  ['letters outside ASCII', 'https://exämple.com'],
  ['full-width dot', 'https://evil．example'],
  ['full-width letters', 'https://ａws.example'],
  ['soft hyphen', 'https://a\u00adws.example'],
  ['right-to-left override', 'https://\u202eaws.example'],
  ['line feed', `https://${aws}\n.evil.example`],
  ['tab', `https://${aws}\t.evil.example`],
  ['leading space', ` https://${aws}`],
  ['trailing dot', `https://${aws}.`],
  ['empty label', 'https://a..example'],
  ['label that begins with a hyphen', 'https://-a.example'],
  ['underscore', 'https://a_b.example'],
  ['no host', 'https://'],
  ['no scheme', aws],
  ['scheme-relative', `//${aws}`],
  ['one slash', `https:/${aws}`],
  ['another scheme', `ftp://${aws}`],
  ['file', 'file:///etc/passwd'],
  ['script', 'javascript:alert(1)'],
  ['port 0', 'https://tvm.example.com:0'],
  ['port out of range', 'https://tvm.example.com:65536'],
  ['empty port', 'https://tvm.example.com:'],
  ['padded port', 'https://tvm.example.com:0443'],
  ['another port of AWS', `https://${aws}:8443`],
  ['a very long one', `https://${aws}/${'a'.repeat(3000)}`],
])('SEC-20 %s is refused as the server', (_, tvmUrl) => {
  let endpoint: unknown;
  try {
    endpoint = endpointOf({ ...settings, tvmUrl });
  } catch {
    endpoint = undefined;
  }

  expect(endpoint, `SECURITY VIOLATION: requests go to ${tvmUrl}`).toBeUndefined();
});

test.each([
  ['https://a1b2c3.execute-api.eu-west-1.amazonaws.com.evil.example'],
  ['https://evil.example.execute-api.eu-west-1.amazonaws.com'],
  ['https://execute-api.eu-west-1.amazonaws.com'],
  ['https://a1b2c3.lambda-url.eu-west-1.on.aws.evil.example'],
  ['https://a1b2c3.s3.eu-west-1.amazonaws.com'],
])('SEC-20 %s only looks like a server on AWS, so nothing is signed without settings', (tvmUrl) => {
  expect(
    () => endpointOf({ output: 'text', tvmUrl }),
    'SECURITY VIOLATION: a host that is not the API is signed for',
  ).toThrow('does not tell how to sign');
});

test('SEC-20 whatever the text, an endpoint is https or loopback, and has no user', () => {
  const piece = fc.constantFrom(
    'https://',
    'http://',
    'a',
    '.',
    ':',
    '@',
    '/',
    '\\',
    '?',
    '#',
    '%2f',
    '127.0.0.1',
    'localhost',
    'é',
    '[::1]',
    '443',
    aws,
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const tvmUrl = pieces.join('');
      let found: ReturnType<typeof endpointOf> | undefined;
      try {
        found = endpointOf({ ...settings, tvmUrl });
      } catch {
        return;
      }
      const url = new URL(tvmUrl);
      expect(
        url.protocol === 'https:' || found.isLoopback,
        'SECURITY VIOLATION: plain http leaves the machine',
      ).toBe(true);
      expect(url.username + url.password + url.search + url.hash).toBe('');
      expect(url.hostname.replace(/^\[|\]$/g, ''), 'SECURITY VIOLATION: another host').toBe(
        found.hostname,
      );
    }),
    { numRuns: 2000 },
  );
});

test('SEC-15 a password in the URL is not repeated', () => {
  expect(
    () => endpointOf({ ...settings, tvmUrl: 'https://user:hunter2@tvm.example.com' }),
    'SECURITY VIOLATION: a password is shown',
  ).toThrow(/^(?!.*hunter2).*$/s);
});
