import { isoTime } from '@sentinel/core/audit/recorded';
import * as contract from '@sentinel/core/contract/revocations';
import { liftRevocation as lift } from '@sentinel/core/lift-revocation';
import { isRefusal, type Refusal } from '@sentinel/core/reasons';
import { type Revocation, shownRevocationStatus } from '@sentinel/core/revocation/revocation';
import { listRevocations, showRevocation } from '@sentinel/core/revocations';
import { revoke } from '@sentinel/core/revoke';
import type { World } from '@sentinel/core/world';
import { bind } from '../bind.ts';

/** `POST /revocations` */
export const createRevocation = bind(contract.createRevocation, async ({ body }, call, world) =>
  answer(await revoke(call, body, world), world),
);

/** `GET /revocations` */
export const revocations = bind(contract.revocations, async ({ query }, call, world) => {
  const page = await listRevocations(call, query, world);
  if (isRefusal(page)) return page;
  const nowMs = world.clock.nowMs();
  return {
    items: page.items.map((revocation) => answerOf(revocation, nowMs)),
    ...(page.nextPageToken === undefined ? {} : { next_page_token: page.nextPageToken }),
  };
});

/** `GET /revocations/{id}` */
export const revocationById = bind(contract.revocationById, async ({ params }, call, world) =>
  answer(await showRevocation(call, params.id, world), world),
);

/** `DELETE /revocations/{id}` */
export const liftRevocation = bind(contract.liftRevocation, async ({ params }, call, world) =>
  answer(await lift(call, params.id, world), world),
);

function answer(
  revocation: Revocation | Refusal,
  world: World,
): contract.RevocationAnswer | Refusal {
  return isRefusal(revocation) ? revocation : answerOf(revocation, world.clock.nowMs());
}

function answerOf(revocation: Revocation, nowMs: number): contract.RevocationAnswer {
  const { target, doneAtMs, lifted } = revocation;
  return {
    id: revocation.id,
    kind: target.kind,
    subjects: subjectsOf(target),
    ...(target.profile === undefined ? {} : { profile: target.profile }),
    ...(target.kind === 'session' ? { session_id: target.sessionId } : {}),
    status: shownRevocationStatus(revocation, nowMs),
    reason: revocation.reason,
    by: revocation.by,
    created_at: isoTime(revocation.createdAtMs),
    until: isoTime(revocation.untilMs),
    ...(doneAtMs === undefined ? {} : { done_at: isoTime(doneAtMs) }),
    ...(lifted === undefined ? {} : { lifted: { by: lifted.by, at: isoTime(lifted.atMs) } }),
    effects: [...revocation.effects].map(([account, { atMs, isWidened }]) => ({
      account,
      at: isoTime(atMs),
      widened: isWidened,
    })),
  };
}

function subjectsOf(target: Revocation['target']): string[] {
  switch (target.kind) {
    case 'session':
      return [target.subject];
    case 'subject':
      return [...target.subjects];
    case 'profile':
      return [];
  }
}
