import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { session, user } from '../../testing/callers.ts';
import { type Headers, hasBotocore, type Request, signers } from '../../testing/four-signers.ts';
import { type Recording, startRecording } from '../../testing/recording-gateway.ts';
import { type SigningCredentials, send } from '../../testing/signers.ts';

type Wanted = { readonly method: string; readonly target: string; readonly body?: string };

const requests: readonly [string, Wanted][] = [
  ['the root', { method: 'GET', target: '/' }],
  ['a plain path', { method: 'GET', target: '/sessions/s1' }],
  ['an encoded space', { method: 'GET', target: '/sessions/a%20b' }],
  ['an encoded colon', { method: 'GET', target: '/sessions/a%3Ab' }],
  ['a bare colon', { method: 'GET', target: '/sessions/a:b' }],
  ['an encoded slash', { method: 'GET', target: '/sessions/a%2Fb' }],
  ['doubled slashes', { method: 'GET', target: '//sessions//s1' }],
  ['a dot segment', { method: 'GET', target: '/sessions/./s1' }],
  ['a double dot segment', { method: 'GET', target: '/sessions/../profiles' }],
  ['a slash at the end', { method: 'GET', target: '/sessions/' }],
  ['Unicode in the path', { method: 'GET', target: '/caf%C3%A9/%E2%98%83/%F0%9F%94%91' }],
  ['Unicode in the query', { method: 'GET', target: '/?q=%C3%A9%E2%98%83' }],
  ['an unsorted query', { method: 'GET', target: '/?profile=production&duration=900' }],
  ['a doubled query key', { method: 'GET', target: '/?profile=b&profile=a' }],
  ['an empty query value', { method: 'GET', target: '/?profile=&a=1' }],
  ['reserved characters in the query', { method: 'GET', target: '/?q=%3A%2F%3F%23%26%3D%2B%20~' }],
  ['a body', { method: 'POST', target: '/', body: '{"profile":"production"}' }],
  [
    'a body in Unicode',
    { method: 'POST', target: '/', body: '{"justification":"caf\u00e9 \u2603"}' },
  ],
  ['a body and a query', { method: 'POST', target: '/requests/r1/approve?b=2&a=1', body: '{}' }],
  ['no body', { method: 'DELETE', target: '/revocations/r1' }],
];

let gateway: Recording;
beforeAll(async () => {
  gateway = await startRecording();
});
afterAll(() => gateway.close());

describe.each(signers)('%s signs and the gateway accepts', (name, sign) => {
  describe.skipIf(name === 'botocore' && !hasBotocore())('(skipped without it)', () => {
    describe.each([user, session])('by $accessKeyId', (credentials) => {
      let signed: readonly Headers[];
      beforeAll(async () => {
        signed = await sign(requests.map(([, wanted]) => addressed(wanted, credentials)));
      });

      test.each(requests.map(([what, wanted], at) => [what, wanted, at] as const))(
        '%s',
        async (_, wanted, at) => {
          const request = addressed(wanted, credentials);
          const refusedBefore = gateway.refusals.length;

          const answer = await send(request.url, { ...request, headers: signed[at] ?? {} });

          expect(gateway.refusals.slice(refusedBefore)).toEqual([]);
          expect(answer).toMatchObject({ status: 200, body: 'ok' });
          expect(gateway.events.at(-1)?.requestContext.authorizer.iam.accessKey).toBe(
            credentials.accessKeyId,
          );
        },
      );
    });
  });
});

function addressed({ target, ...request }: Wanted, credentials: SigningCredentials): Request {
  return { ...request, url: `${gateway.url}${target}`, credentials };
}
