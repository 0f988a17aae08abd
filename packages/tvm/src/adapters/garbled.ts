import { SentinelError } from '@sentinel/core/errors';
import * as z from 'zod/mini';
import { fromTimeText } from './time-text.ts';

/** An item that is not as we write them: nothing of it is used. `where` names attributes, never values. */
export function garbled(what: string, where: string): SentinelError {
  return new SentinelError('DEPENDENCY_UNAVAILABLE', `${what} in the table is garbled: ${where}`);
}

/** Reads `value` as `schema` says, or throws that it is garbled. */
export function readStrictly<Schema extends z.ZodMiniType>(
  schema: Schema,
  value: unknown,
  what: string,
): z.output<Schema> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const where = read.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw garbled(what, where);
}

/** A stored time, as milliseconds. */
export const timeMs = z.pipe(
  z.string().check(z.refine((text) => fromTimeText(text) !== undefined)),
  z.transform((text) => Date.parse(text)),
);

/** A number that only grows, from 0. */
export const counter = z.int().check(z.nonnegative());
