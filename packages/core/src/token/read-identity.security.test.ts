import { expect, test } from 'vitest';
import { anIdentity } from '../../testing/an-identity.ts';
import { readIdentity } from './read-identity.ts';

const arn = 'arn:aws:sts::111122223333:assumed-role/SentinelProtected-Dev/alice';

test.each([
  ['as STS writes it', anIdentity()],
  ['on one line', anIdentity().replaceAll(/\s*\n\s*/g, '')],
  ['with a declaration', `<?xml version="1.0" encoding="UTF-8"?>\n${anIdentity()}`],
  [
    'in another order',
    anIdentity().replace(/(\s*<Arn>.*<\/Arn>)([\s\S]*)(\s*<\/GetCallerIdentityResult>)/, '$2$1$3'),
  ],
])('SEC-27 an identity is read %s', (_how, body) => {
  expect(readIdentity(body)).toEqual({
    arn,
    userId: 'AROAEXAMPLEEXAMPLE000:alice',
    accountId: '111122223333',
  });
});

const doubled = `<Arn>${arn}</Arn>`;

test.each<[string, (body: string) => string]>([
  ['nothing', () => ''],
  ['HTML', () => '<!doctype html><title>Welcome</title>'],
  ['JSON', () => JSON.stringify({ GetCallerIdentityResponse: { Arn: arn } })],
  ['another namespace', (body) => body.replace('sts.amazonaws.com', 'sts.evil.example')],
  ['no namespace', (body) => body.replace(/ xmlns="[^"]*"/, '')],
  ['a prefix', (body) => body.replaceAll('GetCallerIdentity', 'a:GetCallerIdentity')],
  ['another action', (body) => body.replaceAll('GetCallerIdentity', 'AssumeRole')],
  ['an error', (body) => body.replaceAll('GetCallerIdentityResponse', 'ErrorResponse')],
  ['two ARNs', (body) => body.replace(doubled, doubled + doubled)],
  ['two ARNs and no account', (body) => body.replace(/<Account>.*<\/Account>/, doubled)],
  ['no ARN', (body) => body.replace(doubled, '')],
  [
    'two results',
    (body) => body.replace(/(<GetCallerIdentityResult>[\s\S]*<\/GetCallerIdentityResult>)/, '$1$1'),
  ],
  ['a second document', (body) => body + body],
  ['words before it', (body) => `x${body}`],
  ['words behind it', (body) => `${body}x`],
  ['a comment', (body) => body.replace('<Arn>', '<!-- --><Arn>')],
  ['a comment in the ARN', (body) => body.replace('alice</Arn>', 'al<!-- -->ice</Arn>')],
  ['CDATA', (body) => body.replace(arn, `<![CDATA[${arn}]]>`)],
  ['an entity', (body) => body.replace('alice</Arn>', '&#97;lice</Arn>')],
  ['a document type', (body) => `<!DOCTYPE a [<!ENTITY a "alice">]>${body}`],
  ['a processing instruction', (body) => `<?xml-stylesheet href="a"?>${body}`],
  ['an attribute', (body) => body.replace('<Arn>', '<Arn a="b">')],
  ['an element inside the ARN', (body) => body.replace(arn, `<b>${arn}</b>`)],
  ['other case', (body) => body.replaceAll('Arn>', 'ARN>')],
  ['a NUL', (body) => body.replace('alice</Arn>', 'alice\0</Arn>')],
  ['no request id', (body) => body.replace(/<RequestId>.*<\/RequestId>/, '')],
  ['half of it', (body) => body.slice(0, body.length / 2)],
])('SEC-27 what holds %s is no identity', (_what, change) => {
  const read = readIdentity(change(anIdentity()));

  expect(read, "SECURITY VIOLATION: a reply that is not STS's was believed").toBe(undefined);
});

test('SEC-22 what was built to be slow is refused at once', () => {
  const bombs = [
    `<?xml version="1.0"?>${' '.repeat(8000)}`,
    anIdentity().replace('<Arn>', `${'<Arn>a</Arn>'.repeat(600)}<Arn>`),
    anIdentity().replace(arn, 'a'.repeat(8000)),
    anIdentity().replaceAll('\n', '\n'.repeat(700)),
  ];
  const before = performance.now();

  const read = bombs.slice(0, 3).map(readIdentity);
  readIdentity(bombs[3] ?? '');

  expect(read, 'SECURITY VIOLATION: a bomb was read').toEqual([undefined, undefined, undefined]);
  const took = performance.now() - before;
  expect(took, 'SECURITY VIOLATION: reading took too long').toBeLessThan(50);
});
