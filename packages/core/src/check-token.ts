import { findLiveSession, type LiveSession, type LiveSessionPorts } from './find-live-session.ts';
import { isRefusal } from './reasons.ts';
import { isHolder } from './session/is-holder.ts';
import type { Identities } from './token/identities.ts';
import { isFresh } from './token/is-fresh.ts';
import { decodeProof } from './token/proof.ts';

/** What somebody brought to a service. */
export type Presented = {
  /** The value of the one `Authorization` header. */
  readonly authorization: string;
  /** Host that the request came to, by the word of the gateway. */
  readonly host: string;
};

/** What an operator decides of tokens. */
export type TokenRules = {
  /** Hosts that tokens are taken for. */
  readonly audiences: ReadonlySet<string>;
  /** Regions whose STS is asked. */
  readonly regions: ReadonlySet<string>;
};

export type TokenPorts = LiveSessionPorts & { readonly identities: Identities };

/** Why a token is refused: for the log, never for whoever brought it. */
export type Because =
  | 'malformed'
  | 'other-audience'
  | 'other-region'
  | 'stale'
  | 'unknown-session'
  | 'session-over'
  | 'not-proven'
  | 'other-signer';

export type CheckedToken =
  | { readonly isAuthorized: true; readonly live: LiveSession }
  | {
      readonly isAuthorized: false;
      readonly because: Because;
      /** As the token claims, where it could be read. */
      readonly accessKeyId?: string;
      readonly detail?: string;
    };

/**
 * Whether a token proves, for this host and now, that whoever brought it holds the keys of a session that is alive.
 * What can be told without STS comes first: it is asked only about keys that we vended. Throws where table or STS fails.
 */
export async function checkToken(
  presented: Presented,
  rules: TokenRules,
  ports: TokenPorts,
): Promise<CheckedToken> {
  const [, token = ''] = /^Bearer ([\w.-]+)$/i.exec(presented.authorization) ?? [];
  const proof = decodeProof(token);
  if (proof === undefined) return refused('malformed');
  const { accessKeyId, audience } = proof;
  if (audience !== presented.host || !rules.audiences.has(audience)) {
    return refused('other-audience', { accessKeyId });
  }
  if (!rules.regions.has(proof.region)) return refused('other-region', { accessKeyId });
  if (!isFresh(proof.date, ports.clock.nowMs())) return refused('stale', { accessKeyId });

  const live = await findLiveSession(accessKeyId, ports);
  if (isRefusal(live)) {
    const because = live.code === 'NOT_FOUND' ? 'unknown-session' : 'session-over';
    return refused(because, { accessKeyId, detail: live.message });
  }
  const proven = await ports.identities.prove(proof, presented.host);
  if ('refusedAs' in proven)
    return refused('not-proven', { accessKeyId, detail: proven.refusedAs });
  if (!isHolder(proven.signer, live.session)) return refused('other-signer', { accessKeyId });
  return { isAuthorized: true, live };
}

function refused(
  because: Because,
  more: { readonly accessKeyId?: string; readonly detail?: string } = {},
): CheckedToken {
  return { isAuthorized: false, because, ...more };
}
