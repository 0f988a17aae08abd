import { changeEvent, type EventChange } from './break-glass/change-event.ts';
import type { BreakGlassEvent } from './break-glass/event.ts';
import type { GlassParty } from './glass-party.ts';
import { isRefusal } from './reasons.ts';

export type GlassVerb = 'extend' | 'close' | 'review';

/** An event, and what the caller may do with it now. */
export type ShownEvent = {
  readonly event: BreakGlassEvent;
  readonly may: readonly GlassVerb[];
  readonly because?: string;
};

/**
 * The event as the caller is shown it: what they are to it, the documents of now and its own state must let them do
 * what it says that they may. That a revocation has voided it, they are told when they extend it.
 */
export function showEvent(event: BreakGlassEvent, party: GlassParty, nowMs: number): ShownEvent {
  const { caller, invoker, because, extendsUntilMs } = party;
  const { subject, person, arn: callerArn } = caller;
  const attempt = {
    change: '',
    keyed: { id: '', body: '' },
    by: { subject, person, callerArn, comment: '' },
    invoker,
  };
  const attempts: readonly (EventChange | undefined)[] = [
    extendsUntilMs === undefined
      ? undefined
      : { ...attempt, kind: 'extend', endsAtMs: extendsUntilMs },
    party.isInvoker || because !== undefined || party.mayRevoke
      ? { ...attempt, kind: 'close' }
      : undefined,
    because === undefined ? undefined : { ...attempt, kind: 'review', verdict: 'justified' },
  ];
  const isPossible = (change: EventChange | undefined): change is EventChange =>
    change !== undefined && !isRefusal(changeEvent(event, change, nowMs));
  return {
    event,
    may: caller.kind === 'role' ? [] : attempts.filter(isPossible).map(({ kind }) => kind),
    ...(because === undefined ? {} : { because }),
  };
}
