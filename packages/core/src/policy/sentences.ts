import type * as z from 'zod/mini';
import { expectations, unbuilt } from './expectations.ts';
import type { Finding } from './problems.ts';
import { durationText } from './schema/duration.ts';
import { keysAt } from './schema/expected.ts';
import { type Path, plainOf, type Tree, treeAt } from './schema/tree.ts';
import { nearest } from './spelling.ts';
import { boundsOf, suggest } from './suggestions.ts';
import { alternatives, quoted, shown } from './wording.ts';

/** What zod says where a schema has no sentence of its own. */
const wordless: ReadonlySet<string> = new Set(['', 'Invalid input']);

/** One issue of a schema, as sentences: what was expected, what was found, what is nearest to it. */
export function explain(
  issue: z.core.$ZodIssue,
  schema: z.core.$ZodType,
  tree: Tree,
): readonly Finding[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const found = treeAt(tree, path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(key, path, keysAt(schema, path)));
  }
  if (issue.code === 'invalid_key') {
    const key = `${path.at(-1)}`;
    const message = `expected ${expectation(issue, path)}, found ${quoted(key)}`;
    const suggestions = issue.issues.flatMap((inner) => suggest(inner, path, key) ?? []);
    return [{ path, on: 'key', ...mistake(message, suggestions[0]) }];
  }
  if (found === undefined) {
    const message = `missing \`${path.at(-1)}\`: expected ${expectation(issue, path)}`;
    return [{ path, message }];
  }
  if (issue.code === 'invalid_union') return union(issue, schema, { path, tree });
  return [{ path, ...judge(issue, path, plainOf(found)) }];
}

function unknownKey(key: string, path: Path, known: readonly string[]): Finding {
  const at = { path: [...path, key], on: 'key' as const };
  const isCondition = path.at(-1) === 'conditions' || path.at(-1) === 'not';
  const unbuiltSentence = isCondition ? unbuilt.get(key) : undefined;
  if (unbuiltSentence !== undefined) return { ...at, message: unbuiltSentence };

  const message = `unknown key ${quoted(key)}`;
  const suggestion = nearest(key, known);
  if (suggestion !== undefined) return { ...at, message, suggestion };
  return { ...at, message: `${message}: expected ${alternatives(known)}` };
}

/** Of a union, the option that fits from without; where all fail at the value itself, the field's sentence. */
function union(
  issue: z.core.$ZodIssueInvalidUnion,
  schema: z.core.$ZodType,
  at: { readonly path: Path; readonly tree: Tree },
): readonly Finding[] {
  const fitting = issue.errors.find((errors) => errors.some(reachesInto));
  if (fitting === undefined) {
    const found = treeAt(at.tree, at.path);
    const value = found && plainOf(found);
    return [{ path: at.path, ...judge(issue, at.path, value) }];
  }
  return fitting.flatMap((error) =>
    explain({ ...error, path: [...at.path, ...error.path] }, schema, at.tree),
  );
}

function reachesInto(error: z.core.$ZodIssue): boolean {
  return error.path.length > 0 || error.code === 'unrecognized_keys';
}

type Mistake = { readonly message: string; readonly suggestion?: string };

function judge(issue: z.core.$ZodIssue, path: Path, value: unknown): Mistake {
  const suggestion = suggest(issue, path, value);
  if (wordless.has(issue.message)) {
    return mistake(`expected ${expectation(issue, path)}, found ${shown(value)}`, suggestion);
  }
  // A mapping's own sentence is about its members: that it is a mapping would say nothing.
  const found = typeof value === 'object' ? '' : `, found ${shown(value)}`;
  return mistake(`${issue.message}${found}`, suggestion);
}

function mistake(message: string, suggestion: string | undefined): Mistake {
  return { message, ...(suggestion !== undefined && { suggestion }) };
}

/** What a field takes: its row in the table, else what the issue's code says. */
function expectation(issue: z.core.$ZodIssue, path: Path): string {
  const bounds = boundsOf(issue);
  if (bounds !== undefined) {
    return `a duration from ${durationText(bounds.min)} to ${durationText(bounds.max)}, such as \`30m\`, \`1h30m\` or whole seconds`;
  }
  if (issue.code === 'too_big') {
    return `at most ${issue.maximum}${issue.origin === 'string' ? ' characters' : ''}`;
  }
  return expectations(path) ?? byCode(issue);
}

function byCode(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return kinds.get(issue.expected) ?? issue.expected;
    case 'invalid_value':
      return alternatives(issue.values.map(String));
    case 'too_small':
      return `at least ${issue.minimum}`;
    default:
      return 'something else';
  }
}

const kinds: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', '`true` or `false`'],
  ['array', 'a list'],
  ['object', 'a mapping'],
  ['record', 'a mapping'],
]);
