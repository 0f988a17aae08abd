import { isoTime } from '@sentinel/core/audit/recorded';
import * as contract from '@sentinel/core/contract/sessions';
import { isRefusal } from '@sentinel/core/reasons';
import { revokeSession as revoke } from '@sentinel/core/revoke-session';
import { isExpired } from '@sentinel/core/session/continue-session';
import type { Session } from '@sentinel/core/session/session';
import { end, list, show } from '@sentinel/core/sessions';
import { bind } from '../bind.ts';

/** `GET /sessions` */
export const sessions = bind(contract.sessions, async ({ query }, call, world) => {
  const page = await list(call, query, world);
  if (isRefusal(page)) return page;
  const nowMs = world.clock.nowMs();
  return {
    items: page.items.map((session) => answerOf(session, nowMs)),
    ...(page.nextPageToken === undefined ? {} : { next_page_token: page.nextPageToken }),
  };
});

/** `GET /sessions/{id}` */
export const sessionById = bind(contract.sessionById, async ({ params }, call, world) => {
  const session = await show(call, params.id, world);
  return isRefusal(session) ? session : answerOf(session, world.clock.nowMs());
});

/** `POST /sessions/{id}/end` */
export const endSession = bind(contract.endSession, async ({ params }, call, world) => {
  const session = await end(call, params.id, world);
  return isRefusal(session) ? session : answerOf(session, world.clock.nowMs());
});

/** `POST /sessions/{id}/revoke` */
export const revokeSession = bind(contract.revokeSession, async ({ params, body }, call, world) => {
  const revoked = await revoke(call, { id: params.id, input: body }, world);
  return isRefusal(revoked) ? revoked : answerOf(revoked.session, world.clock.nowMs());
});

function answerOf(session: Session, nowMs: number): contract.SessionAnswer {
  return {
    id: session.id,
    subject: session.subject,
    person: session.person,
    profile: session.profile,
    role_arn: session.roleArn,
    via: session.via,
    ...(session.entitlementId === undefined ? {} : { grant_id: session.entitlementId }),
    ...(session.rule === undefined ? {} : { rule: session.rule }),
    ...(session.scope === undefined ? {} : { scope: session.scope }),
    status: isExpired(session, nowMs) ? 'expired' : session.status,
    source_identity: session.sourceIdentity,
    ...(session.justification === '' ? {} : { justification: session.justification }),
    ...(session.ticket === undefined ? {} : { ticket: session.ticket }),
    source_ip: session.sourceIp,
    user_agent: session.userAgent,
    ...(session.deviceId === undefined ? {} : { device_id: session.deviceId }),
    vends: session.vends,
    opened_at: isoTime(session.openedAtMs),
    last_vend_at: isoTime(session.lastVendAtMs),
    expires_at: isoTime(session.expiresAtMs),
    ...(session.endedAtMs === undefined ? {} : { ended_at: isoTime(session.endedAtMs) }),
  };
}
