import { asciiLine } from '@sentinel/core/audit/line';
import { isoTime } from '@sentinel/core/audit/recorded';
import {
  type Because,
  type CheckedToken,
  checkToken,
  type TokenPorts,
  type TokenRules,
} from '@sentinel/core/check-token';
import { SentinelError } from '@sentinel/core/errors';
import { type AuthorizerRequest, readRequest } from './read-request.ts';

/**
 * A simple answer; API Gateway hands `context` to the integration as `requestContext.authorizer.lambda`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export type AuthorizerAnswer =
  | { readonly isAuthorized: true; readonly context: AuthorizerContext }
  | { readonly isAuthorized: false };

/** Who calls, for the service behind. */
export type AuthorizerContext = {
  readonly subject: string;
  readonly person: string;
  readonly profile: string;
  readonly session_id: string;
  readonly source_identity: string;
  /** RFC 3339 in UTC: from then on the session's key is of no use. */
  readonly expires_at: string;
};

/** Judges one event; never throws. */
export type Authorizer = (event: unknown, lambdaRequestId: string) => Promise<AuthorizerAnswer>;

export type AuthorizerWorld = {
  readonly rules: TokenRules;
  readonly ports: TokenPorts;
  /** Writes one line; returns when it is out. */
  readonly write: (line: string) => void;
};

/** Whatever fails refuses, also the line that tells of it; who is refused is not told why. */
export function authorizerOf({ rules, ports, write }: AuthorizerWorld): Authorizer {
  return async (event, lambdaRequestId) => {
    try {
      const startedAtMs = ports.clock.nowMs();
      const request = readRequest(event);
      const checked = await check(request, rules, ports);
      const total = ports.clock.nowMs() - startedAtMs;
      write(
        asciiLine({
          time: isoTime(startedAtMs),
          event: 'authorize',
          ...told(checked),
          lambda_request_id: lambdaRequestId,
          ...(request === undefined ? {} : toldOf(request)),
          latency_ms: { total },
        }),
      );
      return checked.isAuthorized
        ? { isAuthorized: true, context: contextOf(checked) }
        : { isAuthorized: false };
    } catch {
      return { isAuthorized: false };
    }
  };
}

type Failed = { readonly isAuthorized: false; readonly failed: true; readonly detail: string };
type Checked = CheckedToken | Failed;

async function check(
  request: AuthorizerRequest | undefined,
  rules: TokenRules,
  ports: TokenPorts,
): Promise<Checked> {
  const [authorization, ...others] = request?.authorizations ?? [];
  if (request === undefined || authorization === undefined || others.length > 0) {
    return { isAuthorized: false, because: 'malformed' };
  }
  try {
    return await checkToken({ authorization, host: request.host }, rules, ports);
  } catch (error) {
    // The words of any other error may hold what it was about.
    const detail = error instanceof SentinelError ? error.message : 'an unforeseen error';
    return { isAuthorized: false, failed: true, detail };
  }
}

/** As in a decision record; no token, signature or session token. */
function told(checked: Checked): object {
  if (checked.isAuthorized) {
    return { outcome: 'allow', ...contextOf(checked), request_id: checked.live.requestId };
  }
  if ('failed' in checked)
    return { outcome: 'error', because: 'unavailable', detail: checked.detail };
  const because: Because = checked.because;
  return {
    outcome: 'deny',
    because,
    ...(checked.detail === undefined ? {} : { detail: checked.detail }),
    ...(checked.accessKeyId === undefined ? {} : { claimed_key_id: checked.accessKeyId }),
  };
}

function toldOf({ host, apiId, requestId, sourceIp, userAgent }: AuthorizerRequest): object {
  return {
    api_id: apiId,
    api_request_id: requestId,
    audience: host,
    source_ip: sourceIp,
    user_agent: userAgent,
  };
}

function contextOf({ live }: Extract<CheckedToken, { isAuthorized: true }>): AuthorizerContext {
  const { session, expiresAtMs } = live;
  return {
    subject: session.subject,
    person: session.person,
    profile: session.profile,
    session_id: session.id,
    source_identity: session.sourceIdentity,
    expires_at: isoTime(expiresAtMs),
  };
}
