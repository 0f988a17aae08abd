import { place } from '@sentinel/devstack/stack/place';
import type { Keys, Shot } from './hostile-client.ts';
import { vendShot } from './repel.ts';

/** Keys of the attacker, and of whom they would be. */
type Who = { readonly mallory: Keys; readonly alice: Keys };

const vend = vendShot('dev');

/** Of a person of the dev stack. */
export const alicesArn = `arn:aws:sts::${place.hubAccount}:assumed-role/${place.ssoRole}/alice@example.com`;

/** Replaces what the header named `Authorization` says. */
function authorization(change: (value: string) => string): (raw: string) => string {
  return (raw) => raw.replace(/^Authorization: .*$/m, (line) => change(line));
}

/** Requests that do not prove who sent them. */
export const unproven: readonly (readonly [
  wants: string,
  by: (who: Who) => Keys | undefined,
  shot: (who: Who) => Shot,
])[] = [
  ['in without any signature', () => undefined, () => vend],
  [
    'in with an empty signature',
    (who) => who.mallory,
    () => ({ ...vend, tamper: authorization(() => 'Authorization:') }),
  ],
  [
    'in with a bearer token',
    () => undefined,
    () => ({ ...vend, unsigned: ['Authorization: Bearer alice@example.com'] }),
  ],
  [
    'in with a password',
    () => undefined,
    () => ({ ...vend, unsigned: ['Authorization: Basic YWxpY2U6YWxpY2U='] }),
  ],
  [
    'in by an ARN in the credential',
    (who) => who.mallory,
    () => ({
      ...vend,
      tamper: authorization((line) => line.replace(/Credential=[^/]+/, `Credential=${alicesArn}`)),
    }),
  ],
  [
    "in by another's key id and an own secret",
    (who) => ({ ...who.mallory, accessKeyId: who.alice.accessKeyId }),
    () => vend,
  ],
  [
    "in by another's key id and token and an own secret",
    (who) => ({ ...who.alice, secretAccessKey: who.mallory.secretAccessKey }),
    () => vend,
  ],
  [
    "in by an own key with another's token",
    (who) => ({ ...who.mallory, sessionToken: who.alice.sessionToken ?? '' }),
    () => vend,
  ],
  [
    'in by a temporary key without its token',
    (who) => ({
      accessKeyId: who.mallory.accessKeyId,
      secretAccessKey: who.mallory.secretAccessKey,
    }),
    () => vend,
  ],
  [
    'in by a key that does not exist',
    (who) => ({ ...who.mallory, accessKeyId: 'ASIAAAAAAAAAAAAAAAAA' }),
    () => vend,
  ],
  [
    'in by a key id of a prototype',
    (who) => ({ ...who.mallory, accessKeyId: '__proto__' }),
    () => vend,
  ],
  ['in by an empty secret', (who) => ({ ...who.alice, secretAccessKey: '' }), () => vend],
  [
    'another path than was signed',
    (who) => who.mallory,
    () => ({ ...vend, target: '/requests', pretend: { target: '/' } }),
  ],
  [
    'another method than was signed',
    (who) => who.mallory,
    () => ({ ...vend, pretend: { method: 'GET' } }),
  ],
  [
    'another body than was signed',
    (who) => who.mallory,
    () => ({ ...vend, pretend: { body: '{"profile":"staging"}' } }),
  ],
  [
    'another query than was signed',
    (who) => who.mallory,
    () => ({ target: '/?profile=dev', pretend: { target: '/?profile=staging' } }),
  ],
  [
    'a query that was not signed',
    (who) => who.mallory,
    () => ({ target: '/?profile=dev', pretend: { target: '/' } }),
  ],
  [
    'what was signed for another host',
    (who) => who.mallory,
    () => ({ ...vend, pretend: { host: 'evil.example' } }),
  ],
  [
    'what was signed for another API',
    (who) => who.mallory,
    () => ({ ...vend, pretend: { host: 'other.execute-api.eu-west-1.amazonaws.com' } }),
  ],
  [
    'what was signed for STS',
    (who) => who.mallory,
    () => ({ ...vend, pretend: { service: 'sts' } }),
  ],
  [
    'what was signed for a function URL',
    (who) => who.mallory,
    () => ({ ...vend, pretend: { service: 'lambda' } }),
  ],
  [
    'what was signed for another Region',
    (who) => who.mallory,
    () => ({ ...vend, pretend: { region: 'us-east-1' } }),
  ],
  [
    'what was signed five minutes ago',
    (who) => who.mallory,
    () => ({ ...vend, pretend: { atMs: Date.now() - 301_000 } }),
  ],
  [
    'what is signed for later',
    (who) => who.mallory,
    () => ({ ...vend, pretend: { atMs: Date.now() + 302_000 } }),
  ],
  [
    'two signatures',
    (who) => who.mallory,
    () => ({ ...vend, unsigned: ['Authorization: AWS4-HMAC-SHA256 Credential=x'] }),
  ],
  [
    'two dates',
    (who) => who.mallory,
    () => ({ ...vend, unsigned: ['X-Amz-Date: 20200101T000000Z'] }),
  ],
  [
    'two tokens',
    (who) => who.mallory,
    (who) => ({ ...vend, unsigned: [`X-Amz-Security-Token: ${who.alice.sessionToken}`] }),
  ],
  ['two hosts', (who) => who.mallory, () => ({ ...vend, unsigned: ['Host: evil.example'] })],
  [
    'headers of AWS that nobody signed',
    (who) => who.mallory,
    () => ({ ...vend, unsigned: ['X-Amz-Principal: alice'] }),
  ],
  [
    'a claimed hash of another body',
    (who) => who.mallory,
    () => ({ ...vend, signed: { 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' } }),
  ],
  [
    'a signature in capitals',
    (who) => who.mallory,
    () => ({
      ...vend,
      tamper: authorization((line) =>
        line.replace(/Signature=(.*)$/, (_, hex) => `Signature=${hex.toUpperCase()}`),
      ),
    }),
  ],
  [
    'a signature cut short',
    (who) => who.mallory,
    () => ({ ...vend, tamper: authorization((line) => line.slice(0, -2)) }),
  ],
  [
    'another algorithm',
    (who) => who.mallory,
    () => ({ ...vend, tamper: authorization((line) => line.replace('SHA256', 'SHA1')) }),
  ],
  [
    'a signature without a host',
    (who) => who.mallory,
    () => ({ ...vend, tamper: authorization((line) => line.replace('host;', '')) }),
  ],
];
