import { describe, expect, test } from 'vitest';
import { now, session, user } from '../../testing/callers.ts';
import {
  against,
  changed,
  edited,
  signed,
  unsigned,
  without,
} from '../../testing/signed-request.ts';
import { verify } from './verify.ts';
import type { WireRequest } from './wire-request.ts';

describe('SEC-03 a request is refused', () => {
  const minutes = (count: number, ms = 0) => new Date(now.getTime() + count * 60_000 + ms);
  test.each<[string, string, () => Promise<WireRequest>]>([
    [
      'without a signature',
      'missing',
      async () => changed(await signed(), without('authorization')),
    ],
    [
      'with two signatures',
      'malformed',
      async () =>
        changed(await signed(), (h) => [...h, ...h.filter(([k]) => k === 'authorization')]),
    ],
    ['without a date', 'malformed', async () => changed(await signed(), without('x-amz-date'))],
    [
      'with two dates',
      'malformed',
      async () => changed(await signed(), (h) => [...h, ['X-Amz-Date', '20260302T100000Z']]),
    ],
    [
      'with two hosts',
      'malformed',
      async () => changed(await signed(), (h) => [...h, ['HOST', 'elsewhere.example']]),
    ],
    [
      'by a key that nobody has',
      'unknown-key',
      () => signed({ credentials: { ...user, accessKeyId: 'AKIAI44QH8DHBEXAMPLE' } }),
    ],
    [
      'by another key than it names',
      'mismatch',
      () => signed({ credentials: { ...user, secretAccessKey: session.secretAccessKey } }),
    ],
    ['for another Region', 'wrong-scope', () => signed({ region: 'us-east-1' })],
    ['for another service', 'wrong-scope', () => signed({ service: 'sts' })],
    [
      'for another day than it is dated',
      'wrong-scope',
      async () =>
        changed(
          await signed(),
          edited('authorization', (v) => v.replace('20260302', '20260301')),
        ),
    ],
    ['more than five minutes old', 'stale', () => signed({ now: minutes(-5, -1000) })],
    ['more than five minutes ahead', 'stale', () => signed({ now: minutes(5, 1000) })],
    [
      'whose host is not signed',
      'unsigned-host',
      async () => changed(await signed(), unsigned('host')),
    ],
    [
      'with an X-Amz header that is not signed',
      'unsigned-header',
      async () => changed(await signed(), (h) => [...h, ['X-Amz-Target', 'Other']]),
    ],
    [
      'with the token of another session',
      'bad-token',
      () => signed({ credentials: { ...session, sessionToken: 'FwoGZXIvYXdzANOTHERTOKEN' } }),
    ],
    [
      'with a temporary key but no token',
      'bad-token',
      () => signed({ credentials: { ...user, ...session, sessionToken: '' } }),
    ],
    [
      'with a long-term key and a token',
      'bad-token',
      () => signed({ credentials: { ...user, sessionToken: session.sessionToken } }),
    ],
    [
      'whose token is not signed',
      'bad-token',
      async () => changed(await signed(), unsigned('x-amz-security-token')),
    ],
    [
      'with two tokens',
      'bad-token',
      async () =>
        changed(await signed(), (h) => [...h, ['x-amz-security-token', session.sessionToken]]),
    ],
    [
      'that leaves its body unsigned',
      'body-mismatch',
      () => signed({ headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }),
    ],
    [
      'with another body',
      'body-mismatch',
      async () => ({ ...(await signed()), body: Buffer.from('{}') }),
    ],
    [
      'with no hash of its body',
      'mismatch',
      async () => {
        const request = changed(await signed(), unsigned('x-amz-content-sha256'));
        return changed(request, without('x-amz-content-sha256'));
      },
    ],
    [
      'to an absolute target',
      'malformed',
      async () => ({ ...(await signed()), target: 'http://127.0.0.1/' }),
    ],
    ['to no path', 'malformed', async () => ({ ...(await signed()), target: '*' })],
    ['with a fragment', 'malformed', async () => ({ ...(await signed()), target: '/#a' })],
    [
      'with a query that is not well encoded',
      'malformed',
      async () => ({ ...(await signed()), target: '/?a=%2' }),
    ],
    [
      'with a signed header that it does not have',
      'malformed',
      async () => changed(await signed(), without('content-type')),
    ],
    [
      'with a signature in upper case',
      'malformed',
      async () =>
        changed(
          await signed(),
          edited('authorization', (v) =>
            v.replace(/Signature=.*/, (m) => `Signature=${m.slice(10).toUpperCase()}`),
          ),
        ),
    ],
    [
      'with a signature cut short',
      'malformed',
      async () =>
        changed(
          await signed(),
          edited('authorization', (v) => v.slice(0, -1)),
        ),
    ],
  ])('%s', async (_, reason, make) => {
    const request = await make();

    expect(verify(request, against), 'SECURITY VIOLATION: a forged request was accepted').toEqual({
      ok: false,
      reason,
    });
  });

  test.each([
    '/?X-Amz-Signature=00',
    '/?x-amz-algorithm=AWS4-HMAC-SHA256',
    '/?%58-Amz-Credential=a',
    '/?a=1&X-Amz-Date=20260302T100000Z',
  ])('with signing parameters in its query, as in `%s`', async (target) => {
    const request = await signed({ target });

    expect(verify(request, against), 'SECURITY VIOLATION: a presigned URL was accepted').toEqual({
      ok: false,
      reason: 'presigned',
    });
  });
});
