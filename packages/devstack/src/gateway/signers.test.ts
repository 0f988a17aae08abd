import { spawnSync } from 'node:child_process';
import { sign as signWithAws4 } from 'aws4';
import { AwsV4Signer } from 'aws4fetch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { now, region, session, user } from '../../testing/callers.ts';
import { type Recording, startRecording } from '../../testing/recording-gateway.ts';
import { type SigningCredentials, send, signedHeaders } from '../../testing/signers.ts';

type Request = {
  readonly url: string;
  readonly method: string;
  readonly body?: string;
  readonly credentials: SigningCredentials;
};

type Signer = (request: Request) => Promise<Readonly<Record<string, string>>>;

const service = 'execute-api';
const amzDate = '20260302T100000Z';

const signers: readonly [string, Signer][] = [
  [
    '@smithy/signature-v4',
    ({ url, ...request }) => signedHeaders(url, { ...request, region, service, now }),
  ],
  [
    'aws4fetch',
    async ({ credentials, ...request }) => {
      const signer = new AwsV4Signer({
        ...request,
        ...credentials,
        region,
        service,
        datetime: amzDate,
      });
      return Object.fromEntries((await signer.sign()).headers);
    },
  ],
  [
    'aws4',
    async ({ url, method, body, credentials }) => {
      const [, host = '', path = ''] = /^http:\/\/([^/]+)(.*)$/.exec(url) ?? [];
      const headers = { 'X-Amz-Date': amzDate };
      return signWithAws4(
        { host, path, method, service, region, ...(body !== undefined && { body }), headers },
        credentials,
      ).headers;
    },
  ],
  ['botocore', async (request) => byBotocore.get(JSON.stringify(request)) ?? {}],
];

const hasBotocore = spawnSync('python3', ['-c', 'import botocore']).status === 0;

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
let byBotocore: ReadonlyMap<string, Readonly<Record<string, string>>>;

beforeAll(async () => {
  gateway = await startRecording();
  const all = [user, session].flatMap((credentials) =>
    requests.map(([, request]) => addressed(request, credentials)),
  );
  byBotocore = hasBotocore ? signWithBotocore(all) : new Map();
});

afterAll(() => gateway.close());

describe.each(signers)('%s signs and the gateway accepts', (name, sign) => {
  // Where CI is to prove it, a missing signer is a failure, not a reason to skip.
  const isMissing = name === 'botocore' && !hasBotocore && process.env['CI'] === undefined;

  describe.each([user, session])('by $accessKeyId', (credentials) => {
    test.for(requests)('%s', async ([, wanted], { skip }) => {
      skip(isMissing, 'python3 has no botocore');
      const request = addressed(wanted, credentials);
      const refusedBefore = gateway.refusals.length;

      const headers = await sign(request);
      const answer = await send(request.url, { ...request, headers });

      expect(gateway.refusals.slice(refusedBefore)).toEqual([]);
      expect(answer).toMatchObject({ status: 200, body: 'ok' });
      expect(gateway.events.at(-1)?.requestContext.authorizer.iam.accessKey).toBe(
        credentials.accessKeyId,
      );
    });
  });
});

function addressed({ target, ...request }: Wanted, credentials: SigningCredentials): Request {
  return { ...request, url: `${gateway.url}${target}`, credentials };
}

/** Step by step, because botocore takes its time from the clock in one go. */
const botocoreScript = `
import json, sys
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

def sign(call, service, region, date):
    keys = call["credentials"]
    credentials = Credentials(keys["accessKeyId"], keys["secretAccessKey"], keys.get("sessionToken"))
    auth = SigV4Auth(credentials, service, region)
    body = call["body"].encode() if "body" in call else None
    request = AWSRequest(method=call["method"], url=call["url"], data=body)
    request.context["timestamp"] = date
    auth._modify_request_before_signing(request)
    canonical = auth.canonical_request(request)
    signature = auth.signature(auth.string_to_sign(request, canonical), request)
    auth._inject_signature_to_request(request, signature)
    return dict(request.headers.items())

json.dump([sign(call, *sys.argv[1:]) for call in json.load(sys.stdin)], sys.stdout)
`;

/** The headers of each request, by the request as JSON; one start of Python for all. */
function signWithBotocore(
  all: readonly Request[],
): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const { stdout, stderr } = spawnSync(
    'python3',
    ['-c', botocoreScript, service, region, amzDate],
    { input: JSON.stringify(all) },
  );
  if (stdout.length === 0) throw new Error(stderr.toString());
  const signed: Record<string, string>[] = JSON.parse(stdout.toString());
  return new Map(all.map((request, at) => [JSON.stringify(request), signed[at] ?? {}]));
}
