import type { Because } from '@sentinel/core/check-token';
import { ordersHost } from '../end-to-end/services/with-service.ts';
import type { Twist } from './token-by-hand.ts';

const region = 'eu-west-1';

/** What the authorizer's line says of why a token was refused. */
export type RefusedFor = { readonly because: Because; readonly detail?: string };

/** `by`: what the line tells of the check for it; no later one stands in for that one, unless a comment says so. */
export type Twisted = readonly [wants: string, by: RefusedFor, twist: Twist];

const malformed: RefusedFor = { because: 'malformed' };
const forAnother: RefusedFor = { because: 'other-audience' };
const stale: RefusedFor = { because: 'stale' };
/** The request is built anew and STS finds that something else was signed. */
const unsigned: RefusedFor = { because: 'not-proven', detail: 'SignatureDoesNotMatch' };

/** What is wrong with a token that its own holder made. */
export const twists: readonly Twisted[] = [
  // The authorizer takes tokens for `billing` too, at another host.
  ['one for another service', forAnother, { audience: 'billing.example.com' }],
  [
    'one signed for another service, told for this',
    unsigned,
    { signedAudience: 'billing.example.com' },
  ],
  ['one for a longer name', unsigned, { signedAudience: `${ordersHost}.evil.example` }],
  ['one told for a longer name', forAnother, { audience: `${ordersHost}.evil.example` }],
  ['an audience in capitals', malformed, { audience: ordersHost.toUpperCase() }],
  ['an audience with a dot at its end', malformed, { audience: `${ordersHost}.` }],
  ['an audience with a port', malformed, { audience: `${ordersHost}:443` }],
  ['two audiences', malformed, { audience: `${ordersHost},billing.example.com` }],
  ['a signature without an audience', unsigned, { more: { 'x-sentinel-audience': '' } }],
  ['one 61 seconds old', stale, { agoMs: 61_000 }],
  ['one of the day before', stale, { agoMs: 86_400_000 }],
  ['one of later', stale, { agoMs: -61_000 }],
  ['one that lasts for an hour', unsigned, { expires: 3_600 }],
  ['one for another Region', unsigned, { signingRegion: 'us-east-1' }],
  [
    'one told for another Region',
    { because: 'other-region' },
    {
      claimedRegion: 'us-east-1',
      signingRegion: 'us-east-1',
      host: 'sts.us-east-1.amazonaws.com',
    },
  ],
  ['a Region with a host in it', malformed, { claimedRegion: 'eu-west-1.evil.example/' }],
  ['one for the global endpoint', unsigned, { host: 'sts.amazonaws.com' }],
  ['one for a host of the attacker', unsigned, { host: 'evil.example' }],
  ['one with a port', unsigned, { host: `sts.${region}.amazonaws.com:443` }],
  ['one for another service of AWS', unsigned, { service: 'iam' }],
  ['one for API Gateway', unsigned, { service: 'execute-api' }],
  ['one of another action', unsigned, { query: { Action: 'GetSessionToken' } }],
  ['one of AssumeRole', unsigned, { query: { Action: 'AssumeRole' } }],
  ['one of another version', unsigned, { query: { Version: '2011-06-16' } }],
  ['one with a parameter more', unsigned, { query: { Extra: '1' } }],
  ['one with a parameter in another case', unsigned, { query: { action: 'AssumeRole' } }],
  ['one with a second access key', unsigned, { query: { 'x-amz-credential': 'ASIAOTHER' } }],
  ['one by POST', unsigned, { method: 'POST' }],
  ['one for another path', unsigned, { path: '/other' }],
  ['one with a header more', unsigned, { more: { 'x-k8s-aws-id': ordersHost } }],
  [
    'one by a secret that is not that of the key',
    unsigned,
    { keys: { secretAccessKey: 'x'.repeat(40) } },
  ],
  [
    'a query smuggled into the key',
    malformed,
    { members: (all) => all.with(2, 'ASIAAAAAAAAAAAAAAAAA&Action=X') },
  ],
  [
    'a line smuggled into the date',
    malformed,
    { members: (all) => all.with(3, `${all[3]}\r\nHost: evil.example`) },
  ],
  [
    'a host smuggled into the Region',
    malformed,
    { members: (all) => all.with(1, 'x@evil.example') },
  ],
  [
    'a query smuggled into the session token',
    malformed,
    { members: (all) => all.with(5, `${all[5]}&Action=X`) },
  ],
  ['a signature in capitals', malformed, { members: inCapitals(4) }],
  [
    'an object for a member',
    malformed,
    { members: (all) => [{ toString: all[0] }, ...all.slice(1)] },
  ],
  ['a member less', malformed, { members: (all) => all.slice(0, 5) }],
  // Nothing else is wrong with these two: what decides is that a proof has one spelling.
  ['a space in its JSON', malformed, { spell: respelt((text) => text.replace('",', '" ,')) }],
  ['a letter of it escaped', malformed, { spell: respelt((text) => text.replace('o', '\\u006f')) }],
  // That a proof has one spelling refuses the rest as well: each has two checks, and stands if either does.
  ['a member more', malformed, { members: (all) => [...all, 'x'] }],
  ['another scheme', malformed, { spell: (text) => text.replace('sentinel-v1.', 'sentinel-v2.') }],
  ['a scheme in capitals', malformed, { spell: (text) => text.replace('sentinel', 'Sentinel') }],
  ['padding', malformed, { spell: (text) => `${text}=` }],
  ['a second token', malformed, { spell: (text) => `${text},${text}` }],
  ['the token of EKS', malformed, { spell: (text) => text.replace('sentinel-v1.', 'k8s-aws-v1.') }],
  ['nothing', malformed, { spell: () => '' }],
  ['9 KB', malformed, { spell: (text) => text + 'A'.repeat(9_000) }],
];

function inCapitals(at: number): NonNullable<Twist['members']> {
  return (all) => all.with(at, String(all[at]).toUpperCase());
}

/** The same token, its JSON written otherwise. */
function respelt(write: (json: string) => string): NonNullable<Twist['spell']> {
  return (token) => {
    const [scheme = '', encoded = ''] = token.split('.');
    const json = write(Buffer.from(encoded, 'base64url').toString());
    return `${scheme}.${Buffer.from(json).toString('base64url')}`;
  };
}
