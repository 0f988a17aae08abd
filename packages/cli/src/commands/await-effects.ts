import { type RevocationAnswer, revocationById } from '@sentinel/core/contract/revocations';
import type { CommandContext } from '../context.ts';
import type { TvmClient } from '../tvm-client.ts';

/** The revoker is told of a revocation by a stream, which takes a second or two. */
const looks = 10;
const betweenMs = 1_000;

/**
 * The revocation once accounts deny what was issued, and no further one has come for a second; as it is after 10 s
 * at the latest, or when it cannot be read any more.
 */
export async function awaitEffects(
  revocation: RevocationAnswer,
  client: Pick<TvmClient, 'call'>,
  { sleep }: Pick<CommandContext, 'sleep'>,
): Promise<RevocationAnswer> {
  let last = revocation;
  for (let look = 0; look < looks; look += 1) {
    await sleep(betweenMs);
    const reply = await client.call(revocationById, { params: { id: revocation.id } });
    if (!reply.ok) return last;
    const isSettled =
      last.effects.length > 0 && last.effects.length === reply.answer.effects.length;
    last = reply.answer;
    if (isSettled) return last;
  }
  return last;
}
