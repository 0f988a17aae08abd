import { conditionsSchema } from '@sentinel/core/policy/conditions/index';
import { expectations } from '@sentinel/core/policy/expectations';
import { baselineKind } from '@sentinel/core/policy/schema/baseline';
import { directoryKind } from '@sentinel/core/policy/schema/directory';
import { groupKind } from '@sentinel/core/policy/schema/group';
import type { Kind } from '@sentinel/core/policy/schema/kind';
import { profileKind } from '@sentinel/core/policy/schema/profile';
import * as z from 'zod/mini';

type JsonSchema = z.core.JSONSchema.BaseSchema;
type Path = readonly (string | number)[];

/** A kind of document, as far as its JSON Schema goes. */
export type DocumentKind = {
  readonly file: string;
  readonly title: string;
  readonly kind: Pick<Kind<z.ZodMiniType, unknown>, 'schema' | 'mayBeEmpty'>;
};

/** Every kind of document, with the file of its JSON Schema. */
export const documentKinds: readonly DocumentKind[] = [
  { file: 'policy.schema.json', title: "Sentinel: a profile's policy document", kind: profileKind },
  { file: 'directory.schema.json', title: 'Sentinel: the directory', kind: directoryKind },
  { file: 'baseline.schema.json', title: 'Sentinel: the baseline', kind: baselineKind },
  { file: 'group.schema.json', title: 'Sentinel: a group', kind: groupKind },
];

/** What each condition asks for. */
export const conditionMeanings: Readonly<Record<string, string>> = {
  any: '`true`: holds for everyone',
  users: 'the caller is one of these subjects',
  groups: 'the caller is in one of these groups',
  profiles: 'the profile matches one of these globs',
  mode: '`[server]`: always holds',
  justification:
    'the caller says why and, where `tickets` are given, under a ticket that matches one',
  dates: 'today, in `timezone`, lies from `from` until `until`, both included',
  time: 'the clock in `timezone` lies in a weekly window',
  not: 'holds when not all conditions in it hold',
};

/**
 * A kind's JSON Schema for editors, draft 7, which all of them read. It refuses only what the server refuses too, but
 * not all of it: what one field says about another, and what depends on the server, is left to the server.
 */
export function documentSchema({ title, kind }: DocumentKind): JsonSchema {
  const metadata = z.registry<{ id: string }>();
  metadata.add(conditionsSchema, { id: 'conditions' });
  const schema: JsonSchema = z.toJSONSchema(kind.schema, {
    io: 'input',
    target: 'draft-7',
    metadata,
  });
  const mayBeEmpty = new Set((kind.mayBeEmpty ?? []).map((path) => path.join('.')));
  const { $schema, definitions, ...rest } = schema;
  return {
    ...($schema !== undefined && { $schema }),
    title,
    ...annotated(rest, [], mayBeEmpty),
    ...(isSchema(definitions) && {
      definitions: mapValues(definitions, (each) => annotated(each, ['conditions'], mayBeEmpty)),
    }),
  };
}

/** Adds what the fields take, and the law that nothing which is given is empty. */
function annotated(schema: JsonSchema, path: Path, mayBeEmpty: ReadonlySet<string>): JsonSchema {
  const below = (each: JsonSchema, step: string | number) =>
    annotated(each, [...path, step], mayBeEmpty);
  const { items, properties, additionalProperties, anyOf } = schema;
  const description = meaningOf(path);
  const isOpen = !mayBeEmpty.has(path.join('.'));
  return {
    ...schema,
    ...(description !== undefined && { description }),
    ...(properties && { properties: mapValues(properties, below) }),
    ...(isSchema(additionalProperties) && {
      additionalProperties: below(additionalProperties, '*'),
    }),
    ...(isSchema(items) && { items: below(items, 0) }),
    ...(anyOf && { anyOf: anyOf.map((each) => annotated(each, path, mayBeEmpty)) }),
    ...(isOpen && schema.type === 'array' && { minItems: 1 }),
    ...(isOpen && schema.type === 'object' && { minProperties: 1 }),
  };
}

function meaningOf(path: Path): string | undefined {
  const [name, parent] = [path.at(-1), path.at(-2)];
  if (parent === 'conditions' && typeof name === 'string') return conditionMeanings[name];
  return expectations(path);
}

function mapValues(
  values: object,
  change: (value: JsonSchema, key: string) => JsonSchema,
): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      isSchema(value) ? [[key, change(value, key)]] : [],
    ),
  );
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
