import { type Known, recognise } from './admit.ts';
import { groupsOf, memberOf } from './membership.ts';
import type { Directory } from './policy/document.ts';
import { groupsNamed } from './policy/groups-named.ts';
import { isRefusal, type Refusal } from './reasons.ts';
import { together } from './together.ts';
import type { Call, World } from './world.ts';

/** Who the caller is, and in which of the groups that documents name. Not counted, and open to the blocked. */
export async function whoami(
  call: Call,
  world: World,
): Promise<(Known & { readonly groups: ReadonlySet<string> }) | Refusal> {
  const [known] = await together([() => recognise(call, world), () => world.ledger.anchor()]);
  if (isRefusal(known)) return known;
  const { caller } = known;
  const names = await allGroupNames(known.directory, world);
  const memberships = await together(
    names.map((name) => () => groupsOf([name], memberOf(known), world)),
  );
  const found = memberships.flatMap((each) => (isRefusal(each) ? [] : [...each.groups]));
  return { ...known, groups: new Set([...caller.carriedGroups, ...found]) };
}

async function allGroupNames(directory: Directory, world: World): Promise<readonly string[]> {
  const [profiles, baseline] = await together([
    () => world.library.profiles(),
    () => world.library.baseline(),
  ]);
  const ofAdministration = Object.values(directory.administration).flatMap(
    (set) => set?.groups ?? [],
  );
  const names = [...profiles.values()].flatMap((loaded) =>
    loaded.state === 'loaded'
      ? groupsNamed({
          profile: loaded.document,
          ...(baseline.state === 'loaded' ? { baseline: baseline.document } : {}),
        })
      : [],
  );
  return [...new Set([...ofAdministration, ...names])];
}
