import type { Finding } from '../problems.ts';
import { quoted } from '../wording.ts';
import { maxLevels } from './limits.ts';
import type { Path, Tree } from './tree.ts';

/** Keys that reach an object's prototype in JavaScript. */
const prototypeKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * What holds for every document whatever its kind: no key twice, no level too many, nothing empty,
 * nothing missing, numbers and truth values spelt in one way only.
 */
export function checkTree(root: Tree, mayBeEmpty: readonly Path[] = []): Finding[] {
  const allowed = new Set(mayBeEmpty.map((path) => path.join('.')));
  return visit(root, [], allowed);
}

function visit(tree: Tree, path: Path, mayBeEmpty: ReadonlySet<string>): Finding[] {
  if (tree.kind === 'scalar') return checkScalar(tree, path);
  if (path.length >= maxLevels) return [{ path, message: `expected at most ${maxLevels} levels` }];
  const children =
    tree.kind === 'mapping'
      ? tree.entries.map((entry) => ({ step: entry.key, tree: entry.tree }))
      : tree.items.map((item, index) => ({ step: index, tree: item }));
  if (children.length === 0 && !mayBeEmpty.has(path.join('.'))) return [emptiness(tree, path)];
  return [
    ...(tree.kind === 'mapping' ? checkKeys(tree, path) : []),
    ...children.flatMap((child) => visit(child.tree, [...path, child.step], mayBeEmpty)),
  ];
}

function emptiness(tree: Tree, path: Path): Finding {
  if (path.at(-1) === 'conditions') {
    return { path, message: 'expected at least one condition; `any: true` says everyone' };
  }
  const found = tree.kind === 'list' ? 'an empty list' : 'an empty mapping';
  return { path, message: `expected at least one entry, found ${found}` };
}

function checkKeys(tree: Extract<Tree, { kind: 'mapping' }>, path: Path): Finding[] {
  const seen = new Set<string>();
  return tree.entries.flatMap(({ key, keyAt }) => {
    const isRepeated = seen.has(key);
    seen.add(key);
    if (isRepeated) {
      return [{ path: [...path, key], at: keyAt, message: `key ${quoted(key)} is there twice` }];
    }
    if (key === '<<') {
      return [{ path: [...path, key], at: keyAt, message: 'merge keys (`<<`) are not allowed' }];
    }
    if (!prototypeKeys.has(key)) return [];
    return [{ path: [...path, key], at: keyAt, message: `key \`${key}\` is not allowed` }];
  });
}

function checkScalar(tree: Extract<Tree, { kind: 'scalar' }>, path: Path): Finding[] {
  const { value, source = '' } = tree;
  if (value === null) {
    const isLeftOut = source === '';
    return [{ path, message: isLeftOut ? 'expected a value, found none' : noNull(source) }];
  }
  if (typeof value === 'boolean' && source !== `${value}`) {
    return [
      { path, message: `expected \`${value}\`, found ${quoted(source)}`, suggestion: `${value}` },
    ];
  }
  if (typeof value === 'number' && !/^(?:0|-?[1-9]\d{0,14})$/.test(source)) {
    const message = `expected a whole decimal number, or text in quotes, found ${quoted(source)}`;
    return [{ path, message, ...decimal(value, source) }];
  }
  return [];
}

/** A leading zero may have been meant as octal, or as part of an account: only quotes keep it. */
function decimal(value: number, source: string): { readonly suggestion?: string } {
  if (Number.isSafeInteger(value) && /^\+?[1-9][\d.e]*$/.test(source))
    return { suggestion: `${value}` };
  return /^\d{2,12}$/.test(source) ? { suggestion: `"${source}"` } : {};
}

function noNull(source: string): string {
  return `expected a value, found ${quoted(source)}, which YAML reads as none`;
}
