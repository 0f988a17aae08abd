import type { Clock } from '@sentinel/core/ports';
import type { PayloadEvent } from './payload-event.ts';

export type InvocationContext = {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
};

/** A Lambda handler as the Node runtime calls it; its answer is not to be trusted. */
export type Handler = (event: PayloadEvent, context: InvocationContext) => Promise<unknown>;

export type Outcome =
  | { readonly kind: 'answered'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'timed-out' };

export type Invocation = {
  readonly awsRequestId: string;
  readonly timeoutMs: number;
  readonly clock: Clock;
};

/** Calls the handler once. What it answers or throws after the time-out is dropped. */
export async function invoke(
  handler: Handler,
  event: PayloadEvent,
  { awsRequestId, timeoutMs, clock }: Invocation,
): Promise<Outcome> {
  const deadlineMs = clock.nowMs() + timeoutMs;
  const context = {
    awsRequestId,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - clock.nowMs()),
  };
  const { promise: timedOut, resolve } = Promise.withResolvers<Outcome>();
  const timer = setTimeout(() => resolve({ kind: 'timed-out' }), timeoutMs);
  const outcome = await Promise.race([run(() => handler(event, context)), timedOut]);
  clearTimeout(timer);
  return outcome;
}

async function run(call: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { kind: 'answered', value: await call() };
  } catch (error) {
    return { kind: 'failed', error };
  }
}
