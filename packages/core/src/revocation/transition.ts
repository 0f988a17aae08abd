import type { SubjectId } from '../identity/subject.ts';
import { type Refusal, reasons } from '../reasons.ts';
import {
  type Revocation,
  type ShownRevocationStatus,
  shownRevocationStatus,
} from './revocation.ts';

/** What happens to a revocation. `change`: id of the HTTP request that makes it happen. */
export type RevocationEvent =
  | { readonly kind: 'complete'; readonly change: string }
  | { readonly kind: 'lift'; readonly by: SubjectId; readonly change: string };

/** `open -> done -> lifted`. Anything else is a conflict that names the state; one that has expired is not lifted. */
export function transition(
  revocation: Revocation,
  event: RevocationEvent,
  nowMs: number,
): Revocation | Refusal {
  const state = shownRevocationStatus(revocation, nowMs);
  const next = { version: revocation.version + 1, lastChange: event.change };
  const since = revocation.doneAtMs ?? revocation.createdAtMs;
  const atMs = Math.max(nowMs, since);
  switch (event.kind) {
    case 'complete':
      if (state !== 'open') return conflict(state);
      return { ...revocation, ...next, status: 'done', doneAtMs: atMs };
    case 'lift':
      if (state !== 'done') return conflict(state);
      return { ...revocation, ...next, status: 'lifted', lifted: { by: event.by, atMs } };
  }
}

function conflict(state: ShownRevocationStatus): Refusal {
  return reasons.conflict(`the revocation is \`${state}\``);
}
