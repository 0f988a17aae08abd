import * as z from 'zod/mini';
import type { Path } from './tree.ts';

/** Keys that a schema knows at a path; none where it knows no keys or takes any. */
export function keysAt(schema: z.core.$ZodType, path: Path): readonly string[] {
  return schemasAt(schema, path).flatMap((found) =>
    found instanceof z.ZodMiniObject ? Object.keys(found._zod.def.shape) : [],
  );
}

function schemasAt(schema: z.core.$ZodType, path: Path): readonly z.core.$ZodType[] {
  const inner = unwrap(schema);
  if (inner !== undefined) return inner.flatMap((option) => schemasAt(option, path));
  const [step, ...rest] = path;
  if (step === undefined) return [schema];
  const next = child(schema, step);
  return next === undefined ? [] : schemasAt(next, rest);
}

/** What stands behind a wrapper, `undefined` if the schema is none. */
function unwrap(schema: z.core.$ZodType): readonly z.core.$ZodType[] | undefined {
  if (schema instanceof z.ZodMiniOptional) return [schema._zod.def.innerType];
  if (schema instanceof z.ZodMiniPipe) return [schema._zod.def.in];
  if (schema instanceof z.ZodMiniLazy) return [schema._zod.def.getter()];
  return schema instanceof z.ZodMiniUnion ? schema._zod.def.options : undefined;
}

function child(schema: z.core.$ZodType, step: string | number): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodMiniObject) return schema._zod.def.shape[step];
  if (schema instanceof z.ZodMiniArray) return schema._zod.def.element;
  return schema instanceof z.ZodMiniRecord ? schema._zod.def.valueType : undefined;
}
