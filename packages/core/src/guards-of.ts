import type { Admitted } from './admit.ts';
import type { Guard } from './break-glass/guard.ts';
import type { PersonId, SubjectId } from './identity/subject.ts';
import { together } from './together.ts';
import type { World } from './world.ts';

/** The caller's guard, and those that count beside it. */
export type Guards = { readonly own: Guard; readonly elsewhere: readonly Guard[] };

/**
 * Reads the guard of the caller's person, and those that the person's subjects have in their own names: they were
 * persons of their own before the directory made them one, and what they did then counts.
 */
export async function guardsOf({ caller, directory }: Admitted, world: World): Promise<Guards> {
  const others = [caller.subject, ...aliasesOf(caller.person, directory)]
    .map((subject) => String(subject) as PersonId) // of a subject in no entry
    .filter((person, index, all) => person !== caller.person && all.indexOf(person) === index);
  const [own, ...elsewhere] = await together([
    () => world.breakGlass.guard(caller.person),
    ...others.map((person) => () => world.breakGlass.guard(person)),
  ]);
  return { own, elsewhere };
}

/** Every subject of a person, where the directory knows several. */
export function aliasesOf(
  person: PersonId,
  { identity }: Admitted['directory'],
): readonly SubjectId[] {
  return [...identity.personOf]
    .filter(([, each]) => each === person)
    .map(([subject]) => subject as SubjectId) // the directory's schema has checked its shape
    .sort();
}
