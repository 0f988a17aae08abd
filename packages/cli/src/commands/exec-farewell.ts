import type { TvmClient } from '../tvm-client.ts';
import { type ExecContext, say } from './exec-context.ts';

/** How long the server may take to end a session once the child is gone. */
const farewellMs = 2_000;

/** Ends what was opened; a failure is worth a word, for the credentials live on until they expire. */
export async function endSessions(
  client: TvmClient,
  ids: readonly string[],
  context: Pick<ExecContext, 'stderr'>,
): Promise<void> {
  const { promise: tooLong, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), farewellMs);
  const signal = AbortSignal.timeout(farewellMs);
  const all = Promise.all(ids.map((id) => client.endSession(id, signal))).catch(() => undefined);
  const replies = await Promise.race([all, tooLong]);
  clearTimeout(timer);
  const isEnded = replies?.every(
    (reply) => reply.ok || (reply.status >= 400 && reply.status < 500),
  );
  if (isEnded !== true) say(context, 'the session could not be ended; it expires by itself');
}
