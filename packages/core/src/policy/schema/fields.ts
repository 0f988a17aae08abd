/** Fields that several documents share. */
import * as z from 'zod/mini';

const namePattern = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/** Name of a group, a channel or a scope. */
export const name = z.string().check(z.regex(namePattern));

/**
 * A subject as documents write it: `alice@example.com`, `iam/alice`, `role/ci`, the last two with an
 * account before them outside the server's own. Lower case, within the characters of IAM names:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const subject = z
  .string()
  .check(z.regex(/^(?:(?:\d{12}:)?(?:iam|role)\/[a-z0-9_+=,.@-]{1,64}|[a-z0-9_+=,.@-]{2,64})$/));

/** A pattern of subjects; `*` and `?` never match `/` or `:`. */
export const subjectGlob = z.string().check(z.regex(/^[a-z0-9_+=,.@/:*?-]{1,140}$/));

/** Who may do something: one entry of either list suffices. */
export const subjectSet = z.strictObject({
  users: z.optional(z.array(subject)),
  groups: z.optional(z.array(name)),
});

/** Text for people: one line without control or invisible characters. */
export function line(maxLength: number) {
  return z.string().check(z.regex(/^(?! )[^\p{C}\p{Zl}\p{Zp}]+(?<! )$/u), z.maxLength(maxLength));
}

/** A count of at least one. */
export function count(max: number) {
  return z.int().check(z.gte(1), z.lte(max));
}

/** The schema's own version: a text, so that `1.0` and `01` cannot be meant. */
export const version = z.literal('1');

export const account = z.string().check(z.regex(/^\d{12}$/));
