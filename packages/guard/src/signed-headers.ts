import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Asking } from './ask-server.ts';
import { NodeSha256 } from './node-sha256.ts';

/**
 * Headers that sign a GET to the server; `Host` is left to who sends.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export async function signedHeaders(
  get: { readonly path: string; readonly query: Readonly<Record<string, string>> },
  { place, region, keys, nowMs }: Asking,
): Promise<Record<string, string>> {
  const signer = new SignatureV4({
    service: place.service,
    region,
    credentials: await keys(),
    sha256: NodeSha256,
  });
  const request = new HttpRequest({
    method: 'GET',
    path: get.path,
    query: { ...get.query },
    headers: { host: place.host },
  });
  const signed = await signer.sign(request, { signingDate: new Date(nowMs()) });
  const { host: _, ...headers } = signed.headers;
  return headers;
}
