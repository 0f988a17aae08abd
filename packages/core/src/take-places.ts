import { secondsToNextWindow } from './break-glass/quota-place.ts';
import type { ProfileName } from './policy/names.ts';
import type { Reservation } from './ports.ts';
import { type Refusal, reasons } from './reasons.ts';
import { together } from './together.ts';
import type { World } from './world.ts';

/** A place in the quota of each profile that has one. */
export type Places = readonly {
  readonly profile: ProfileName;
  readonly reservation: Reservation;
}[];

/** Takes all places or none; those of a call whose outcome nobody knows lapse. */
export async function takePlaces(
  places: Places,
  about: { readonly isShared: boolean },
  world: World,
): Promise<Refusal | undefined> {
  const areTaken = await together(
    places.map(
      ({ profile, reservation }) =>
        () =>
          world.breakGlass.reserve(profile, reservation),
    ),
  );
  const missing = places.find((_place, index) => areTaken[index] !== true);
  if (missing === undefined) return undefined;
  const taken = places.filter((_place, index) => areTaken[index] === true);
  await freePlaces(taken, about, world);
  const { profile, reservation } = missing;
  return reasons.glassQuota(
    `the glass for \`${profile}\` was broken as often as it may be in this window`,
    secondsToNextWindow(reservation.quota, reservation.nowMs),
  );
}

/**
 * Gives back what came to nothing. Under an idempotency key the same events may just now be opened by another call,
 * which counts on the same places: those lapse. So does what cannot be given back now.
 */
export async function freePlaces(
  places: Places,
  { isShared }: { readonly isShared: boolean },
  world: World,
): Promise<void> {
  if (isShared) return;
  await Promise.allSettled(
    places.map(({ profile, reservation }) => world.breakGlass.release(profile, reservation)),
  );
}
