import { isProfileName, type ProfileName } from './policy/names.ts';
import type { ListPage } from './ports.ts';
import { together } from './together.ts';
import type { World } from './world.ts';

/**
 * Whether the caller may be told that a list of what waits for them goes on, as it does. A full page tells nothing of what waits
 * for others. A short one ended where a read did, at some hundreds of what waits for anybody: that is told to those
 * alone for whom something of these profiles may wait, by the policy of now.
 */
export async function mayGoOn(
  page: Pick<ListPage<unknown>, 'items'>,
  about: {
    readonly limit: number;
    /** The one that is listed; all, if left out. */
    readonly profile: ProfileName | undefined;
    readonly isTheirs: (profile: ProfileName) => Promise<boolean>;
  },
  world: World,
): Promise<boolean> {
  const { limit, profile, isTheirs } = about;
  if (page.items.length >= limit) return true;
  if (profile !== undefined) return isTheirs(profile);
  const names = [...(await world.library.profiles()).keys()].filter(isProfileName);
  const answers = await together(names.map((name) => () => isTheirs(name)));
  return answers.includes(true);
}
