import { stsHost } from '@sentinel/core/region';
import { identityQuery } from '@sentinel/core/token/identity-request';
import {
  audienceHeader,
  decodeProof,
  encodeProof,
  hostPattern,
  proofSeconds,
} from '@sentinel/core/token/proof';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { CliError } from '../failure.ts';
import { NodeSha256 } from '../server/node-sha256.ts';
import type { SigningKeys } from '../server/signing.ts';

export type TokenWish = {
  /** Keys that Sentinel vended. */
  readonly credentials: SigningKeys;
  /** Where STS is asked about them. */
  readonly region: string;
  /** Host of the service, lower case, without scheme, port and path. */
  readonly audience: string;
  readonly nowMs: number;
};

/**
 * A token that proves, to one host and for a minute, that somebody holds these keys: a `GetCallerIdentity` request,
 * signed for the Regional endpoint of STS and never sent from here, with the host in a header that the signature
 * covers. It goes as `Authorization: Bearer <token>`. Throws `CliError` for a host or keys that cannot be proven.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function makeToken({
  credentials,
  region,
  audience,
  nowMs,
}: TokenWish): Promise<string> {
  if (!hostPattern.test(audience)) {
    throw new CliError('USAGE', `\`${audience}\` is no host, such as \`orders.example.com\``);
  }
  const signer = new SignatureV4({ service: 'sts', region, credentials, sha256: NodeSha256 });
  const hostname = stsHost(region);
  const request = new HttpRequest({
    method: 'GET',
    protocol: 'https:',
    hostname,
    path: '/',
    query: { ...identityQuery },
    headers: { host: hostname, [audienceHeader]: audience },
  });
  const { query = {} } = await signer.presign(request, {
    signingDate: new Date(nowMs),
    expiresIn: proofSeconds,
  });
  const token = encodeProof({
    audience,
    region,
    accessKeyId: credentials.accessKeyId,
    date: String(query['X-Amz-Date']),
    signature: String(query['X-Amz-Signature']),
    sessionToken: credentials.sessionToken ?? '',
  });
  if (decodeProof(token) === undefined) {
    throw new CliError(
      'SETTINGS',
      'only keys that Sentinel vended, in a Region of AWS, prove a session',
    );
  }
  return token;
}
