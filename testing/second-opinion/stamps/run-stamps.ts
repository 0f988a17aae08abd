import { vend as vendRoute } from '@sentinel/core/contract/vend';
import { isRefusal } from '@sentinel/core/reasons';
import type { Session } from '@sentinel/core/session/session';
import { aWorld, calling } from '@sentinel/core/testing/a-world';
import { vend } from '@sentinel/core/vend';
import { readVendAsk } from '@sentinel/core/vend-ask';
import fc from 'fast-check';
import { type Ask, arbitraryAsk } from './arbitrary-ask.ts';
import { arbitraryPlace, otherAccount, ownAccount, type Place } from './arbitrary-place.ts';
import { stsOf } from './sts-verdict.ts';
import { createTally, type Tally } from './tally.ts';

/** How a run went. `violation`: what STS would refuse, and where to find it again. */
export type Run = { readonly tally: Tally; readonly violation: string | undefined };

type Last = { readonly ask: Ask; readonly session: Session };

/**
 * Vends to random callers, in random places, by the real path on twins, and shows every ask of STS to the stand-in
 * that enforces the service model. The same seed gives the same run.
 */
export async function runStamps(about: {
  readonly places: number;
  readonly asksPerPlace: number;
  readonly seed: number;
  readonly onPlace?: (tally: Tally) => void;
}): Promise<Run> {
  const tally = createTally();
  const asks = fc.array(arbitraryAsk, {
    minLength: about.asksPerPlace,
    maxLength: about.asksPerPlace,
    size: 'max',
  });
  const property = fc.asyncProperty(arbitraryPlace, asks, async (place, drawn) => {
    await vendAll(place, drawn, tally);
    about.onPlace?.(tally);
  });
  const result = await fc.check(property, {
    numRuns: about.places,
    seed: about.seed,
    // The error names the text that STS would refuse: a smaller place would say no more, after many minutes.
    endOnFailure: true,
  });
  if (!result.failed) return { tally, violation: undefined };
  const { seed, counterexamplePath } = result;
  return { tally, violation: `${result.errorInstance} (seed ${seed}, run ${counterexamplePath})` };
}

async function vendAll(place: Place, asks: readonly Ask[], tally: Tally): Promise<void> {
  const { outside, world } = aWorld({
    settings: { callerAccounts: new Set([ownAccount, otherAccount]), sessionVends: 1000 },
  });
  outside.policies.put({ kind: 'directory' }, place.documents.directory);
  outside.policies.put({ kind: 'profile', name: place.profile }, place.documents.profile);
  outside.clock.set(place.nowMs);
  const sts = stsOf(place);
  let asked = 0;
  let last: Last | undefined;

  for (const drawn of asks) {
    outside.clock.advance(drawn.afterMs);
    const { ask, session } = drawn.again && last !== undefined ? last : { ask: drawn };
    const body = vendRoute.body().safeParse({
      profile: place.profile,
      ...(drawn.duration !== undefined && { duration: drawn.duration }),
      ...(ask.ticket !== undefined && { ticket: ask.ticket }),
      ...(session !== undefined && { session_id: session.id }),
    });
    if (body?.success !== true) {
      tally.refused('INVALID_REQUEST');
      continue;
    }
    const read = readVendAsk(body.data, 'body');
    const vended = isRefusal(read)
      ? read
      : await calling(ask.signer, world, (call) => vend(call, read, world));
    if (isRefusal(vended)) tally.refused(vended.code);
    else last = { ask, session: vended.session };

    // Whatever became of the vend: what was sent was sent.
    const sent = outside.credentials.asked().slice(asked);
    asked += sent.length;
    for (const one of sent) tally.sent(one, sts(one, world.clock.nowMs()));
  }
}
