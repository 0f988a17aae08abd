import type { Admitted } from './admit.ts';
import type { EventId } from './break-glass/event.ts';
import type { Opening } from './break-glass/open-events.ts';
import { aliasesOf } from './guards-of.ts';
import type { Keyed } from './idempotency.ts';
import type { Breakable } from './judge-glass.ts';
import type { Call } from './world.ts';

/** An opening as the rim's schema lets it through. */
export type OpenInput = {
  readonly profiles: readonly string[];
  readonly reason_code: string;
  readonly justification: string;
  readonly ticket?: string | undefined;
  /** Seconds. */
  readonly duration?: number | undefined;
};

/** What is left out lasts an hour. */
export const defaultSeconds = 3600;

/** The opening of one profile, as it will be stored if nothing stands against it. */
export function openingOf(
  { profile, gathered, breakGlass, state }: Breakable,
  about: {
    readonly id: EventId;
    readonly input: OpenInput;
    readonly keyed: Keyed | undefined;
    readonly nowMs: number;
    readonly call: Call;
    readonly admitted: Admitted;
  },
): Opening {
  const { id, input, keyed, nowMs, call, admitted } = about;
  const { caller, directory, subjectState } = admitted;
  const { approval, notify = [] } = gathered.policy.profile;
  const reviewers = breakGlass.review.reviewers ?? approval?.approvers;
  const aliases = aliasesOf(caller.person, directory);
  const maxSeconds = breakGlass.maxDurationSeconds;
  return {
    event: {
      id,
      subject: caller.subject,
      person: caller.person,
      ...(aliases.length > 1 && { aliases }),
      profile,
      status: 'open',
      version: 1,
      lastChange: call.requestId,
      reasonCode: input.reason_code,
      justification: input.justification,
      ...(input.ticket !== undefined && { ticket: input.ticket }),
      openedAtMs: nowMs,
      endsAtMs: nowMs + Math.min(input.duration ?? defaultSeconds, maxSeconds) * 1000,
      lastEndMs: nowMs + maxSeconds * 1000,
      review: {
        required: breakGlass.review.required,
        withinSeconds: breakGlass.review.withinSeconds,
        ...(reviewers !== undefined && { reviewers }),
      },
      sessionIds: [],
      subjectEpoch: subjectState.epoch,
      profileEpoch: state.epoch,
      notify,
      keyed: keyed === undefined ? [] : [keyed],
    },
    ...(breakGlass.cooldownSeconds !== undefined && {
      cooldownSeconds: breakGlass.cooldownSeconds,
    }),
    ...(breakGlass.quota?.perUser !== undefined && { perUser: breakGlass.quota.perUser }),
  };
}
