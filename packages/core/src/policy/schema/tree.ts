/** Where something stands in a document's text; both count from 1, columns in UTF-16 units. */
export type Position = { readonly line: number; readonly column: number };

/** Keys and indexes from the document's root. */
export type Path = readonly (string | number)[];

export type Scalar = string | number | boolean | null;

export type Entry = { readonly key: string; readonly keyAt: Position; readonly tree: Tree };

/** A document as written, with positions: what is left of YAML once it is read. */
export type Tree =
  | { readonly kind: 'mapping'; readonly at: Position; readonly entries: readonly Entry[] }
  | { readonly kind: 'list'; readonly at: Position; readonly items: readonly Tree[] }
  | {
      readonly kind: 'scalar';
      readonly at: Position;
      readonly value: Scalar;
      /** As written, if it stood without quotes. */
      readonly source?: string | undefined;
    };

/** The value that a tree stands for. Its keys must have been checked for `__proto__` before. */
export function plainOf(tree: Tree): unknown {
  switch (tree.kind) {
    case 'mapping':
      return Object.fromEntries(tree.entries.map(({ key, tree }) => [key, plainOf(tree)]));
    case 'list':
      return tree.items.map(plainOf);
    case 'scalar':
      return tree.value;
  }
}

/** The tree at a path, `undefined` where the path leads nowhere. */
export function treeAt(tree: Tree, path: Path): Tree | undefined {
  let here: Tree | undefined = tree;
  for (const step of path) here = here && child(here, step)?.tree;
  return here;
}

/** Position of what a path names: a value, its key if `on` says so, or the nearest parent that exists. */
export function positionOf(tree: Tree, path: Path, on: 'key' | 'value' = 'value'): Position {
  let here = { tree, keyAt: tree.at };
  for (const step of path) {
    const next = child(here.tree, step);
    if (next === undefined) return here.tree.at;
    here = next;
  }
  return on === 'key' ? here.keyAt : here.tree.at;
}

function child(tree: Tree, step: string | number): Omit<Entry, 'key'> | undefined {
  if (tree.kind === 'mapping') return tree.entries.find(({ key }) => key === step);
  if (tree.kind !== 'list' || typeof step !== 'number') return undefined;
  const item = tree.items[step];
  return item && { tree: item, keyAt: item.at };
}
