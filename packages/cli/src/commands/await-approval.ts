import { type RequestAnswer, requestById } from '@sentinel/core/contract/requests';
import type { CommandContext } from '../context.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { visible } from '../output/visible.ts';
import { reportRefusal } from '../refusal.ts';
import type { Refused, TvmClient } from '../tvm-client.ts';
import { isPassing, pollPauseMs } from './poll.ts';
import { stepText } from './step-text.ts';

/** What of the context waiting uses. */
export type WaitContext = Pick<
  CommandContext,
  'stderr' | 'nowMs' | 'sleep' | 'chance' | 'interrupts'
>;

/** How waiting for an approval ended; `closed`: it will not be approved any more. */
export type Outcome =
  | { readonly kind: 'approved'; readonly request: RequestAnswer }
  | { readonly kind: 'closed'; readonly request: RequestAnswer }
  | { readonly kind: 'refused'; readonly refused: Refused; readonly id: string }
  | { readonly kind: 'interrupted'; readonly exitCode: number; readonly id: string };

/** A word now and then, so that nobody takes the command for dead. */
const wordMs = 60_000;

/**
 * Waits until a request is decided and, where it begins later, until it begins. Asks every 5 s at first, every 15 s in
 * the end, and tells how it stands on stderr. Ctrl-C leaves the request as it is.
 */
export async function awaitApproval(
  asked: RequestAnswer,
  client: Pick<TvmClient, 'call'>,
  context: WaitContext,
): Promise<Outcome> {
  const interrupts = context.interrupts();
  try {
    return await poll(asked, client, { context, interrupts });
  } finally {
    interrupts.release();
  }
}

/** Tells how waiting ended, where it was not in an approval; the exit code. `goOn` is the command that goes on. */
export async function reportWait(
  outcome: Exclude<Outcome, { kind: 'approved' }>,
  {
    client,
    context,
    goOn,
  }: {
    readonly client: Pick<TvmClient, 'whoami'>;
    readonly context: Pick<CommandContext, 'stderr'>;
    readonly goOn: string;
  },
): Promise<number> {
  const stands = (id: string) =>
    context.stderr(
      `sentinel: request ${id} stands; go on with \`${visible(goOn)}\`, or take it back with \`sentinel cancel ${id}\`\n`,
    );
  switch (outcome.kind) {
    case 'closed':
      context.stderr(`${closing(outcome.request)}\n`);
      return outcome.request.status === 'denied'
        ? exitCodeOf('POLICY_DENY')
        : exitCodeOf('APPROVAL_REQUIRED');
    case 'interrupted':
      stands(outcome.id);
      return outcome.exitCode;
    case 'refused': {
      const exitCode = await reportRefusal(outcome.refused, client, context);
      stands(outcome.id);
      return exitCode;
    }
  }
}

type Parts = {
  readonly context: WaitContext;
  readonly interrupts: ReturnType<WaitContext['interrupts']>;
};

async function poll(
  asked: RequestAnswer,
  client: Pick<TvmClient, 'call'>,
  { context, interrupts }: Parts,
): Promise<Outcome> {
  const { id } = asked;
  const say = (line: string) => context.stderr(`sentinel: ${line}\n`);
  let request = asked;
  let saidAtMs = context.nowMs();
  say(beginning(request));
  for (let nth = 0; ; nth += 1) {
    const leftMs = untilUsable(request, context.nowMs());
    if (leftMs === undefined) return { kind: 'closed', request };
    if (leftMs <= 0) return { kind: 'approved', request };
    await context.sleep(Math.min(leftMs, pollPauseMs(nth, context.chance())), interrupts.signal);
    if (interrupts.signal.aborted)
      return { kind: 'interrupted', exitCode: interrupts.exitCode(), id };
    const reply = await client.call(requestById, { params: { id } }, interrupts.signal);
    if (interrupts.signal.aborted) {
      return { kind: 'interrupted', exitCode: interrupts.exitCode(), id };
    }
    if (reply.ok) {
      if (isNews(reply.answer, request)) {
        say(standing(reply.answer));
        saidAtMs = context.nowMs();
      }
      request = reply.answer;
    } else if (!isPassing(reply)) {
      return { kind: 'refused', refused: reply, id };
    } else {
      await context.sleep((reply.retryAfterSeconds ?? 0) * 1_000, interrupts.signal);
    }
    if (context.nowMs() - saidAtMs >= wordMs) {
      say(
        reply.ok
          ? `still waiting: ${standing(request)}`
          : `still waiting: ${visible(reply.message)}`,
      );
      saidAtMs = context.nowMs();
    }
  }
}

/** Milliseconds until it is worth a vend, as far as is known; `undefined`: it will never be. */
function untilUsable(
  { status, not_before: notBefore }: RequestAnswer,
  nowMs: number,
): number | undefined {
  switch (status) {
    case 'pending':
      return Number.POSITIVE_INFINITY;
    case 'approved':
      return notBefore === undefined ? 0 : Date.parse(notBefore) - nowMs;
    default:
      return undefined;
  }
}

function beginning(request: RequestAnswer): string {
  const { id, profile, approver_groups: groups } = request;
  if (request.status !== 'pending') return `request ${id}: ${standing(request)}`;
  const who = groups.length === 0 ? 'an approver' : `one of ${visible(groups.join(', '))}`;
  return (
    `waiting for an approval of \`${visible(profile)}\` until ${visible(request.expires_at)}: ` +
    `${who} runs \`sentinel approve ${id}\``
  );
}

/** What closes it is told at the end. */
function isNews(now: RequestAnswer, before: RequestAnswer): boolean {
  const isOpen = now.status === 'pending' || now.status === 'approved';
  return isOpen && standing(now) !== standing(before);
}

function standing(request: RequestAnswer): string {
  const { status, approvals, needed, grant } = request;
  const by = approvals.map((step) => visible(stepText(step))).join('\n  ');
  if (status === 'pending' && approvals.length === 0) return 'nobody has decided yet';
  if (status === 'pending') return `${approvals.length} of ${needed} approvals: ${by}`;
  const window = grant && ` from ${visible(grant.from)} until ${visible(grant.until)}`;
  return `approved${window ?? ''}${by === '' ? ', by policy itself' : `: ${by}`}`;
}

function closing({ id, status, closed }: RequestAnswer): string {
  const how = closed === undefined ? '' : ` by ${visible(stepText(closed))}`;
  return `sentinel: request ${id} is ${status}${how}`;
}
