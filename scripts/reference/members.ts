import * as z from 'zod/mini';
import { code, table } from './markdown.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The members of an object that a schema takes or gives, nested ones by their path, as a table. */
export function membersTable(schema: z.ZodMiniType): string {
  const rows = membersOf(z.toJSONSchema(schema, { io: 'input' }), '');
  return rows.length === 0 ? 'none' : table(['Member', 'Type', 'Meaning'], rows);
}

function membersOf(schema: JsonSchema, prefix: string): readonly (readonly string[])[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, given]) => {
    if (typeof given === 'boolean') return [];
    const isNeeded = schema.required?.includes(name) ?? false;
    const path = `${prefix}${name}`;
    const row = [
      code(path),
      `${typeOf(given)}${isNeeded ? '' : ', optional'}`,
      given.description ?? '',
    ];
    return [row, ...below(given, path)];
  });
}

function below(schema: JsonSchema, path: string): readonly (readonly string[])[] {
  const item = itemOf(schema);
  return item === undefined ? membersOf(schema, `${path}.`) : membersOf(item, `${path}[].`);
}

function typeOf(schema: JsonSchema): string {
  const item = itemOf(schema);
  if (item !== undefined) return `list of ${typeOf(item)}`;
  if (schema.const !== undefined) return code(`${schema.const}`);
  if (schema.enum !== undefined) return schema.enum.map((value) => code(`${value}`)).join(', ');
  if (schema.format === 'date-time') return 'time';
  if (schema.pattern !== undefined) return `text ${code(schema.pattern)}`;
  return schema.type === 'string' ? 'text' : `${schema.type ?? 'any'}`;
}

function itemOf({ items }: JsonSchema): JsonSchema | undefined {
  return typeof items === 'object' && !Array.isArray(items) ? items : undefined;
}
