/** Four implementations of Signature Version 4 that know nothing of each other, for tests of what verifies it. */
import { spawnSync } from 'node:child_process';
import { sign as signWithAws4 } from 'aws4';
import { AwsV4Signer } from 'aws4fetch';
import { now, region } from './callers.ts';
import { type SigningCredentials, signedHeaders } from './signers.ts';

export type Request = {
  readonly url: string;
  readonly method: string;
  readonly body?: string;
  readonly credentials: SigningCredentials;
};

export type Headers = Readonly<Record<string, string>>;

const service = 'execute-api';
const amzDate = '20260302T100000Z';

/** Whether botocore is there to sign. In CI that it is not is an error, not a reason to skip. */
export function hasBotocore(): boolean {
  const isThere = spawnSync('python3', ['-c', 'import botocore']).status === 0;
  if (!isThere && process.env['CI']) throw new Error('CI must have botocore installed');
  return isThere;
}

/** By name: the headers that make each request one of `callers`, signed for `execute-api`. */
export const signers: readonly (readonly [
  name: string,
  sign: (requests: readonly Request[]) => Promise<readonly Headers[]>,
])[] = [
  [
    '@smithy/signature-v4',
    (requests) =>
      Promise.all(
        requests.map(({ url, ...request }) =>
          signedHeaders(url, { ...request, region, service, now }),
        ),
      ),
  ],
  ['aws4fetch', (requests) => Promise.all(requests.map(byAws4fetch))],
  ['aws4', async (requests) => requests.map(byAws4)],
  ['botocore', async (requests) => byBotocore(requests)],
];

async function byAws4fetch({ credentials, ...request }: Request): Promise<Headers> {
  const signer = new AwsV4Signer({
    ...request,
    ...credentials,
    region,
    service,
    datetime: amzDate,
  });
  return Object.fromEntries((await signer.sign()).headers);
}

function byAws4({ url, method, body, credentials }: Request): Headers {
  const [, host = '', path = ''] = /^http:\/\/([^/]+)(.*)$/.exec(url) ?? [];
  const headers = { 'X-Amz-Date': amzDate };
  const signed = signWithAws4(
    { host, path, method, service, region, ...(body !== undefined && { body }), headers },
    credentials,
  );
  // It adds the body's length as a number.
  return Object.fromEntries(
    Object.entries(signed.headers).map(([key, value]) => [key, `${value}`]),
  );
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

/** One start of Python for all. */
function byBotocore(requests: readonly Request[]): readonly Headers[] {
  const { stdout, stderr } = spawnSync(
    'python3',
    ['-c', botocoreScript, service, region, amzDate],
    { input: JSON.stringify(requests) },
  );
  if (stdout.length === 0) throw new Error(stderr.toString());
  const signed: readonly Record<string, string>[] = JSON.parse(stdout.toString());
  return signed;
}
