import type { Keyed } from '../idempotency.ts';
import type { Step } from '../identity/step.ts';
import type { PersonId } from '../identity/subject.ts';
import { type Refusal, reasons } from '../reasons.ts';
import { type AccessRequest, shownRequestStatus } from './request.ts';

/** What directory and policy say today of an approval that was given. */
export type Standing = {
  readonly person: PersonId;
  /** Whether its giver is still an approver. */
  readonly isGood: boolean;
};

/** Who does something to a request, in which call. */
export type RequestAct = {
  readonly by: Omit<Step, 'atMs'>;
  /** Id of the HTTP request. */
  readonly change: string;
  readonly keyed: Keyed;
  /** The person behind the requester's subject, as the directory says today. */
  readonly requester: PersonId;
};

export type RequestEvent = RequestAct &
  (
    | {
        readonly kind: 'approve';
        /** Of each approval that there is, in their order. */
        readonly standings: readonly Standing[];
        /** How many approvals policy asks for today. */
        readonly needed: number;
      }
    | { readonly kind: 'deny' | 'cancel' | 'withdraw' }
  );

/**
 * What becomes of a request, or why nothing may: a conflict that names the state, or that the caller is the wrong one.
 * Whether the caller is an approver at all is judged before.
 */
export function transition(
  state: AccessRequest,
  event: RequestEvent,
  nowMs: number,
): AccessRequest | Refusal {
  const atMs = Math.max(nowMs, lastMoment(state));
  const step: Step = { ...event.by, atMs };
  const status = shownRequestStatus(state, atMs);
  if (status !== (event.kind === 'withdraw' ? 'approved' : 'pending')) {
    return reasons.conflict(`the request is \`${status}\``);
  }
  switch (event.kind) {
    case 'approve':
      return isOwn(state, event)
        ? reasons.forbidden('nobody approves a request of their own')
        : approve(state, event, step);
    case 'deny':
      return isOwn(state, event)
        ? reasons.forbidden('a request of your own is cancelled, not denied')
        : close(state, event, { status: 'denied', step });
    case 'cancel':
      return isOwn(state, event)
        ? close(state, event, { status: 'cancelled', step })
        : reasons.forbidden('only its requester cancels a request');
    case 'withdraw':
      return close(state, event, { status: 'withdrawn', step });
    default:
      throw new Error(`event ${JSON.stringify(event satisfies never)} is unknown`);
  }
}

/** When something last happened to it. Milliseconds since the epoch. */
export function lastMoment({ createdAtMs, approvals, closed }: AccessRequest): number {
  return Math.max(createdAtMs, ...approvals.map(({ atMs }) => atMs), closed?.atMs ?? 0);
}

function approve(
  state: AccessRequest,
  event: Extract<RequestEvent, { readonly kind: 'approve' }>,
  step: Step,
): AccessRequest | Refusal {
  const { person, subject } = event.by;
  const isTwice =
    state.approvals.some((each) => each.person === person || each.subject === subject) ||
    event.standings.some((each) => each.person === person);
  if (isTwice) {
    return reasons.conflict('you have approved this request already: it is still `pending`');
  }
  const needed = Math.max(state.needed, event.needed);
  const good = event.standings.filter(({ isGood }) => isGood).map((each) => each.person);
  const next = { ...bumped(state, event), needed, approvals: [...state.approvals, step] };
  if (new Set([...good, person]).size < needed) return next;
  const fromMs = Math.max(step.atMs, state.notBeforeMs ?? 0);
  return { ...next, status: 'approved', grant: grantFrom(fromMs, state) };
}

function close(
  state: AccessRequest,
  event: RequestEvent,
  to: { readonly status: 'denied' | 'cancelled' | 'withdrawn'; readonly step: Step },
): AccessRequest {
  return { ...bumped(state, event), status: to.status, closed: to.step };
}

/** The window of an approval. */
export function grantFrom(
  fromMs: number,
  { durationSeconds, maxUses }: Pick<AccessRequest, 'durationSeconds' | 'maxUses'>,
): NonNullable<AccessRequest['grant']> {
  return {
    fromMs,
    untilMs: fromMs + durationSeconds * 1000,
    ...(maxUses === undefined ? {} : { maxUses }),
  };
}

function isOwn(state: AccessRequest, { by, requester }: RequestAct): boolean {
  return by.subject === state.subject || by.person === state.person || by.person === requester;
}

function bumped(state: AccessRequest, { change, keyed }: RequestAct): AccessRequest {
  return {
    ...state,
    version: state.version + 1,
    lastChange: change,
    keyed: [...state.keyed, keyed],
  };
}
