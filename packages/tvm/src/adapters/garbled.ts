import { lazily } from '@sentinel/core/contract/lazily';
import type { Schema } from '@sentinel/core/contract/route';
import { SentinelError } from '@sentinel/core/errors';
import * as z from 'zod/mini';
import { fromTimeText } from './time-text.ts';

/** An item that is not as we write them: nothing of it is used. `where` names attributes, never values. */
export function garbled(what: string, where: string): SentinelError {
  return new SentinelError('DEPENDENCY_UNAVAILABLE', `${what} in the table is garbled: ${where}`);
}

/** Reads `value` as `schema` says, or throws that it is garbled. */
export function readStrictly<T>(schema: Schema<T>, value: unknown, what: string): T {
  const read = schema().safeParse(value);
  if (read.success) return read.data;
  const where = read.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw garbled(what, where);
}

/** A stored time, as milliseconds. */
export const timeMs = lazily(() =>
  z.pipe(
    z.string().check(z.refine((text) => fromTimeText(text) !== undefined)),
    z.transform((text) => Date.parse(text)),
  ),
);

/** A number that only grows, from 0. */
export const counter = lazily(() => z.int().check(z.nonnegative()));

/** The same, from 1. */
export const positive = lazily(() => counter().check(z.positive()));
