import { stsHost } from '../region.ts';
import { audienceHeader, type Proof, proofSeconds } from './proof.ts';

/** What is asked of STS, whoever asks. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const identityQuery = { Action: 'GetCallerIdentity', Version: '2011-06-15' } as const;

/** A GET request as it goes over the wire. */
export type IdentityRequest = {
  /** The Regional endpoint of STS, and nothing else. */
  readonly host: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
};

/**
 * The presigned request that a proof stands for, for this audience. Whatever was signed otherwise (another action,
 * host, header, audience or time) has another signature, and STS refuses it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function identityRequest(proof: Proof, audience: string): IdentityRequest {
  const { region, accessKeyId, date, signature, sessionToken } = proof;
  const host = stsHost(region);
  const parameters = {
    ...identityQuery,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${accessKeyId}/${date.slice(0, 8)}/${region}/sts/aws4_request`,
    'X-Amz-Date': date,
    'X-Amz-Expires': String(proofSeconds),
    'X-Amz-Security-Token': sessionToken,
    'X-Amz-Signature': signature,
    'X-Amz-SignedHeaders': `host;${audienceHeader}`,
  };
  // By their shapes no value holds one of the characters that `encodeURIComponent` leaves and RFC 3986 does not.
  const query = Object.entries(parameters).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return {
    host,
    target: `/?${query.join('&')}`,
    headers: { host, [audienceHeader]: audience },
  };
}
