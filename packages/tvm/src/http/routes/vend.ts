import { refuseAdmitted } from '@sentinel/core/admit';
import { isoTime } from '@sentinel/core/audit/recorded';
import * as contract from '@sentinel/core/contract/vend';
import { isRefusal, type Refusal } from '@sentinel/core/reasons';
import { type Vended, vend as vendCredentials } from '@sentinel/core/vend';
import { readVendAsk, type VendInput } from '@sentinel/core/vend-ask';
import type { Call, World } from '@sentinel/core/world';
import { bind } from '../bind.ts';

/** `POST /` */
export const vend = bind(contract.vend, ({ body }, call, world) =>
  vendAndAnswer(body, 'body', { call, world }),
);

/** `GET /?profile=...` */
export const vendByQuery = bind(contract.vendByQuery, ({ query }, call, world) =>
  vendAndAnswer(query, 'query', { call, world }),
);

async function vendAndAnswer(
  input: VendInput,
  from: 'body' | 'query',
  { call, world }: { readonly call: Call; readonly world: World },
): Promise<contract.VendAnswer | Refusal> {
  const ask = readVendAsk(input, from);
  if (isRefusal(ask)) return refuseAdmitted(call, ask, world);
  const vended = await vendCredentials(call, ask, world);
  return isRefusal(vended) ? vended : answerOf(vended, call);
}

function answerOf(vended: Vended, call: Call): contract.VendAnswer {
  const { credentials, session, role } = vended;
  return {
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    Token: credentials.sessionToken,
    Expiration: isoSeconds(vended.endsUseAtMs),
    AccountId: role.accountId,
    RoleArn: role.arn,
    Sentinel: {
      RequestId: call.requestId,
      SessionId: session.id,
      SourceIdentity: session.sourceIdentity,
      Rule: vended.rule,
      Via: session.via,
      ...(vended.region === undefined ? {} : { Region: vended.region }),
      ...(vended.entitledUntilMs === undefined
        ? {}
        : { EndsAt: isoSeconds(vended.entitledUntilMs) }),
    },
  };
}

/** `2026-01-25T14:30:00Z`: SDKs read whole seconds; rounding down never promises more than there is. */
function isoSeconds(ms: number): string {
  return `${isoTime(Math.floor(ms / 1000) * 1000).slice(0, 19)}Z`;
}
