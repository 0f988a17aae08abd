import type { AccessRequest } from '@sentinel/core/approval/request';
import { shownRequestStatus } from '@sentinel/core/approval/request';
import { isoTime } from '@sentinel/core/audit/recorded';
import { changeRequest as changeOne } from '@sentinel/core/change-request';
import * as contract from '@sentinel/core/contract/requests';
import { createRequest as createOne } from '@sentinel/core/create-request';
import type { Step } from '@sentinel/core/identity/step';
import { listRequests } from '@sentinel/core/list-requests';
import { isRefusal, type Refusal } from '@sentinel/core/reasons';
import type { RequestVerb } from '@sentinel/core/request-verdict';
import { type ShownRequest, showRequest } from '@sentinel/core/show-request';
import type { Call, World } from '@sentinel/core/world';
import { bind } from '../bind.ts';

/** `POST /requests` */
export const createRequest = bind(contract.createRequest, async ({ body }, call, world) =>
  answerTo(await createOne(call, body, world), world),
);

/** `GET /requests` */
export const requests = bind(contract.requests, async ({ query }, call, world) => {
  const page = await listRequests(call, query, world);
  if (isRefusal(page)) return page;
  const nowMs = world.clock.nowMs();
  return {
    items: page.items.map((shown) => answerOf(shown, nowMs)),
    ...(page.nextPageToken === undefined ? {} : { next_page_token: page.nextPageToken }),
  };
});

/** `GET /requests/{id}` */
export const requestById = bind(contract.requestById, async ({ params }, call, world) =>
  answerTo(await showRequest(call, params.id, world), world),
);

/** `POST /requests/{id}/approve` */
export const approveRequest = bind(contract.approveRequest, (input, call, world) =>
  change('approve', input, { call, world }),
);

/** `POST /requests/{id}/deny` */
export const denyRequest = bind(contract.denyRequest, (input, call, world) =>
  change('deny', input, { call, world }),
);

/** `POST /requests/{id}/cancel` */
export const cancelRequest = bind(contract.cancelRequest, (input, call, world) =>
  change('cancel', input, { call, world }),
);

/** `POST /requests/{id}/withdraw` */
export const withdrawRequest = bind(contract.withdrawRequest, (input, call, world) =>
  change('withdraw', input, { call, world }),
);

async function change(
  verb: RequestVerb,
  input: {
    readonly params: { readonly id: string };
    readonly body: { readonly comment?: string | undefined };
  },
  { call, world }: { readonly call: Call; readonly world: World },
): Promise<contract.RequestAnswer | Refusal> {
  const ask = { verb, id: input.params.id, comment: input.body.comment };
  return answerTo(await changeOne(call, ask, world), world);
}

function answerTo(shown: ShownRequest | Refusal, world: World): contract.RequestAnswer | Refusal {
  return isRefusal(shown) ? shown : answerOf(shown, world.clock.nowMs());
}

function answerOf({ request, may, because }: ShownRequest, nowMs: number): contract.RequestAnswer {
  return {
    id: request.id,
    subject: request.subject,
    person: request.person,
    profile: request.profile,
    role_arn: request.terms.roleArn,
    rule: request.terms.rule,
    status: shownRequestStatus(request, nowMs),
    via: request.via,
    duration_seconds: request.durationSeconds,
    ...(request.notBeforeMs === undefined ? {} : { not_before: isoTime(request.notBeforeMs) }),
    justification: request.justification,
    ...(request.ticket === undefined ? {} : { ticket: request.ticket }),
    created_at: isoTime(request.createdAtMs),
    expires_at: isoTime(request.expiresAtMs),
    needed: request.needed,
    approvals: request.approvals.map(stepOf),
    approver_groups: [...(request.approvers.groups ?? [])],
    ...(request.closed === undefined ? {} : { closed: stepOf(request.closed) }),
    ...grantOf(request),
    may: [...may],
    ...(because === undefined ? {} : { because }),
  };
}

function stepOf({ subject, person, atMs, comment }: Step) {
  return { subject, person, at: isoTime(atMs), ...(comment === '' ? {} : { comment }) };
}

function grantOf({ grant, sessionIds }: AccessRequest) {
  if (grant === undefined) return {};
  const { fromMs, untilMs, maxUses } = grant;
  return {
    grant: {
      from: isoTime(fromMs),
      until: isoTime(untilMs),
      uses: sessionIds.length,
      ...(maxUses === undefined ? {} : { max_uses: maxUses }),
    },
  };
}
