import { SentinelError } from '@sentinel/core/errors';
import type { Identities } from '@sentinel/core/token/identities';
import { identityRequest } from '@sentinel/core/token/identity-request';
import { readIdentity } from '@sentinel/core/token/read-identity';
import type { Get, Got } from './pinned-get.ts';

/** Refusals that say "later". */
const throttled: ReadonlySet<string> = new Set(['Throttling', 'RequestTimeout']);

/**
 * Asks STS who signed. What is not STS's answer to the letter is none. Of a refusal its code is kept and no more:
 * its words may repeat the request, with the session token in it.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export function stsIdentities(get: Get): Identities {
  return {
    prove: async (proof, audience) => {
      const answer = await get(identityRequest(proof, audience));
      if (answer.status >= 400 && answer.status < 500) return { refusedAs: refusalCode(answer) };
      if (answer.status !== 200) throw noAnswer(`HTTP ${answer.status}`);
      if (!/^text\/xml(?:; ?charset=utf-8)?$/i.test(answer.contentType)) {
        throw noAnswer('its content is not XML');
      }
      const signer = readIdentity(answer.body);
      if (signer === undefined) throw noAnswer('its content is no identity');
      return { signer };
    },
  };
}

function refusalCode({ status, body }: Got): string {
  const code = /<Code>(\w{1,64})<\/Code>/.exec(body)?.[1] ?? `HTTP ${status}`;
  if (throttled.has(code) || status === 429) throw noAnswer(code);
  return code;
}

function noAnswer(why: string): SentinelError {
  return new SentinelError('DEPENDENCY_UNAVAILABLE', `asking STS who signed: ${why}`);
}
