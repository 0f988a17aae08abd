import { type Known, recognise } from './admit.ts';
import { groupsOf, memberOf } from './gather.ts';
import { groupsNamed } from './policy/groups-named.ts';
import { isRefusal, type Refusal } from './reasons.ts';
import type { Call, World } from './world.ts';

/** Who the caller is, and in which of the groups that documents name. Not counted, and open to the blocked. */
export async function whoami(
  call: Call,
  world: World,
): Promise<(Known & { readonly groups: ReadonlySet<string> }) | Refusal> {
  const known = await recognise(call, world);
  if (isRefusal(known)) return known;
  const { caller } = known;
  const groups = new Set(caller.carriedGroups);
  for (const name of await allGroupNames(world)) {
    const membership = await groupsOf([name], memberOf(known), world);
    if (!isRefusal(membership) && membership.groups.has(name)) groups.add(name);
  }
  return { ...known, groups };
}

async function allGroupNames(world: World): Promise<readonly string[]> {
  const profiles = await world.library.profiles();
  const baseline = await world.library.baseline();
  const names = [...profiles.values()].flatMap((loaded) =>
    loaded.state === 'loaded'
      ? groupsNamed({
          profile: loaded.document,
          ...(baseline.state === 'loaded' ? { baseline: baseline.document } : {}),
        })
      : [],
  );
  return [...new Set(names)].sort();
}
