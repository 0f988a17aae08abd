import type { Exception } from '../gaps.ts';

export const policy: readonly Exception[] = [
  {
    reason: 'an index that its loop keeps within the list, which the type of a list cannot show',
    places: {
      'core/src/policy/schema/position.ts': ['starts[middle] ?? 0', 'starts[low] ?? 0'],
      'core/src/policy/spelling.ts': ['row[column] ?? Number.POSITIVE_INFINITY'],
    },
  },
  {
    reason: 'a part of the bundle that fails to load: the parse that waits for it tells, not this',
    places: { 'core/src/policy/library.ts': ['parser().catch(() => undefined)'] },
  },
  {
    reason: 'a scope of nothing was refused as an empty mapping before it is built',
    places: { 'core/src/policy/schema/profile.ts': ['sessionPolicy === undefined ? []'] },
  },
  {
    reason: 'only mappings, lists and records have members whose keys are asked for',
    places: { 'core/src/policy/schema/expected.ts': ['schema instanceof z.ZodMiniRecord'] },
  },
  {
    reason:
      'each type that the schemas ask for has its word: this is for one that they come to ask for',
    places: { 'core/src/policy/sentences.ts': ['kinds.get(issue.expected) ?? issue.expected'] },
  },
  {
    reason:
      'each form that the schemas ask for is an expression, which zod tells as `/source/flags`',
    places: { 'core/src/policy/suggestions.ts': ['exec(String(pattern)) ?? []'] },
  },
];
