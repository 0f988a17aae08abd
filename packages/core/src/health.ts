import { isBlocked, recognise } from './admit.ts';
import { principalOf } from './identity/principal.ts';
import { isRefusal, type Refusal, reasons } from './reasons.ts';
import { together } from './together.ts';
import type { Call, World } from './world.ts';

/**
 * Whether the caller may know how the server is: whoever may call and is not blocked. Not counted. Answers before
 * there is a directory too (nobody is a subject then), because that is when the first documents are written.
 */
export async function mayAskHealth(call: Call, world: World): Promise<Refusal | undefined> {
  const principal = principalOf(call.signer, world.settings);
  if (isRefusal(principal)) return principal;
  const directory = await world.library.directory();
  if (directory.state !== 'loaded') return undefined;
  const known = await recognise(call, world);
  if (isRefusal(known)) return known;
  const [{ blocks }] = await together([
    () => world.subjects.read(known.caller.subject),
    () => world.ledger.anchor(),
  ]);
  return isBlocked(blocks, { nowMs: world.clock.nowMs() })
    ? reasons.subjectBlocked('you')
    : undefined;
}
