import { isoTime } from '@sentinel/core/audit/recorded';
import {
  isOver,
  type Review,
  reviewDueMs,
  shownEventStatus,
} from '@sentinel/core/break-glass/event';
import { changeBreakGlass, type GlassChange } from '@sentinel/core/change-break-glass';
import * as contract from '@sentinel/core/contract/break-glass';
import { listBreakGlass, showBreakGlass } from '@sentinel/core/list-break-glass';
import { openBreakGlass as openOnes } from '@sentinel/core/open-break-glass';
import { isRefusal, type Refusal } from '@sentinel/core/reasons';
import type { ShownEvent } from '@sentinel/core/show-event';
import type { Call, World } from '@sentinel/core/world';
import { bind } from '../bind.ts';
import { answerStep } from './answer-step.ts';

/** `POST /break-glass` */
export const openBreakGlass = bind(contract.openBreakGlass, async ({ body }, call, world) => {
  const opened = await openOnes(call, body, world);
  if (isRefusal(opened)) return opened;
  const nowMs = world.clock.nowMs();
  return { items: opened.map((shown) => answerOf(shown, nowMs)) };
});

/** `GET /break-glass` */
export const breakGlassEvents = bind(contract.breakGlassEvents, async ({ query }, call, world) => {
  const page = await listBreakGlass(call, query, world);
  if (isRefusal(page)) return page;
  const nowMs = world.clock.nowMs();
  return {
    items: page.items.map((shown) => answerOf(shown, nowMs)),
    ...(page.nextPageToken === undefined ? {} : { next_page_token: page.nextPageToken }),
  };
});

/** `GET /break-glass/{id}` */
export const breakGlassById = bind(contract.breakGlassById, async ({ params }, call, world) =>
  answerTo(await showBreakGlass(call, params.id, world), world),
);

/** `POST /break-glass/{id}/extend` */
export const extendBreakGlass = bind(
  contract.extendBreakGlass,
  ({ params: { id }, body: { duration } }, call, world) =>
    change({ verb: 'extend', id, duration }, call, world),
);

/** `POST /break-glass/{id}/close` */
export const closeBreakGlass = bind(
  contract.closeBreakGlass,
  ({ params: { id }, body: { comment } }, call, world) =>
    change({ verb: 'close', id, comment }, call, world),
);

/** `POST /break-glass/{id}/review` */
export const reviewBreakGlass = bind(
  contract.reviewBreakGlass,
  ({ params: { id }, body: { verdict, comment } }, call, world) =>
    change({ verb: 'review', id, verdict, comment }, call, world),
);

async function change(
  ask: GlassChange,
  call: Call,
  world: World,
): Promise<contract.BreakGlassAnswer | Refusal> {
  return answerTo(await changeBreakGlass(call, ask, world), world);
}

function answerTo(shown: ShownEvent | Refusal, world: World): contract.BreakGlassAnswer | Refusal {
  return isRefusal(shown) ? shown : answerOf(shown, world.clock.nowMs());
}

function answerOf({ event, may, because }: ShownEvent, nowMs: number): contract.BreakGlassAnswer {
  const isDue = event.review.required && isOver(event, nowMs);
  return {
    id: event.id,
    subject: event.subject,
    person: event.person,
    profile: event.profile,
    status: shownEventStatus(event, nowMs),
    reason_code: event.reasonCode,
    justification: event.justification,
    ...(event.ticket === undefined ? {} : { ticket: event.ticket }),
    opened_at: isoTime(event.openedAtMs),
    ends_at: isoTime(event.endsAtMs),
    may_last_until: isoTime(event.lastEndMs),
    ...(event.closed === undefined ? {} : { closed: answerStep(event.closed) }),
    sessions: [...event.sessionIds],
    review: {
      required: event.review.required,
      ...(isDue ? { due_at: isoTime(reviewDueMs(event)) } : {}),
      ...reviewOf(event.review),
    },
    may: [...may],
    ...(because === undefined ? {} : { because }),
  };
}

function reviewOf({ reviewers, done }: Review) {
  return {
    reviewer_groups: [...(reviewers?.groups ?? [])],
    ...(done === undefined ? {} : { done: { ...answerStep(done), verdict: done.verdict } }),
  };
}
