import type { Clock, Policies } from '../ports.ts';
import type { ProfileDocument } from './document.ts';
import type { Loaded } from './library.ts';
import { isProfileName } from './names.ts';
import { reading, type Shelf } from './shelf.ts';

type Listing = {
  readonly readAtMs: number;
  readonly profiles: ReadonlyMap<string, Loaded<ProfileDocument>>;
};

/**
 * All profiles, read at once and kept for the cache life; each goes onto the shelf of single ones too, and what is
 * fresh and newer there is what the list says. Names that are no profile's are left out.
 */
export function createProfileList(
  shelf: Shelf<ProfileDocument>,
  policies: Policies,
  { clock, lifeMs }: { readonly clock: Clock; readonly lifeMs: number },
): () => Promise<Listing['profiles']> {
  let held: Listing | undefined;
  let flight: Promise<Listing> | undefined;

  return async () => {
    const ageMs = clock.nowMs() - (held?.readAtMs ?? Number.NaN);
    if (held && ageMs >= 0 && ageMs < lifeMs) return current(held);
    flight ??= read().finally(() => {
      flight = undefined;
    });
    return current(await flight);
  };

  async function read(): Promise<Listing> {
    const readAtMs = clock.nowMs();
    const stored = await reading(() => policies.profiles());
    const judged = await Promise.all(
      stored
        .filter(({ name }) => isProfileName(name))
        .map(async ({ name, document }) => [name, await shelf.judge(name, document)] as const),
    );
    held = { readAtMs, profiles: new Map(judged) };
    return held;
  }

  function current({ readAtMs, profiles }: Listing): Listing['profiles'] {
    return new Map(
      Array.from(profiles, ([name, loaded]) => [name, shelf.settle(name, loaded, readAtMs)]),
    );
  }
}
