import type { HostileParent } from '@sentinel/cli/testing/hostile-environments';

/**
 * Parents that can be hostile all at once, for a client that is slow to start: no two of a group set the same
 * variable or leave the same file.
 */
export function grouped(parents: readonly HostileParent[]): readonly HostileParent[] {
  const groups: HostileParent[] = [];
  for (const parent of parents.map(apart)) {
    const at = groups.findIndex((group) => !collides(group, parent));
    const found = groups[at];
    if (found === undefined) groups.push(parent);
    else groups[at] = together(found, parent);
  }
  return groups;
}

function together(one: HostileParent, other: HostileParent): HostileParent {
  return {
    name: `${one.name}; ${other.name}`,
    env: { ...one.env, ...other.env },
    files: { ...one.files, ...other.files },
  };
}

/** Files that may lie anywhere lie somewhere else for each parent. */
function apart({ name, env, files = {} }: HostileParent, index: number): HostileParent {
  const moved = (text: string) => text.replace(/^(HOME\/)?elsewhere$/, `$1elsewhere-${index}`);
  return {
    name,
    env: Object.fromEntries(Object.entries(env).map(([key, value]) => [key, moved(value)])),
    files: Object.fromEntries(Object.entries(files).map(([path, text]) => [moved(path), text])),
  };
}

function collides(one: HostileParent, other: HostileParent): boolean {
  const names = ({ env, files = {} }: HostileParent) => [
    ...Object.keys(env),
    ...Object.keys(files),
  ];
  const taken = new Set(names(one));
  return names(other).some((name) => taken.has(name));
}
