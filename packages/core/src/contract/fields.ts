/** Fields that several routes share. What each means is said here, as data: the reference is made from it. */
import * as z from 'zod/mini';
import { lazily } from './lazily.ts';

/** A text without a shape of its own, and what it means. */
export function text(meaning: string) {
  return z.string().check(z.describe(meaning));
}

/** RFC 3339 in UTC, and what it is the time of. */
export function time(meaning: string) {
  return z.string().check(z.meta({ description: meaning, format: 'date-time' }));
}

/** A part of a request that has no members. */
export const nothing = lazily(() => z.strictObject({}));

/** A profile's name. The vend checks it on its own, for its own codes. */
export const profile = lazily(() =>
  z.string().check(z.regex(/^[a-z0-9][a-z0-9_-]{0,63}$/), z.describe('name of a profile')),
);

/** 16 lower-case hex characters. */
export const id = lazily(() =>
  z.string().check(z.regex(/^[0-9a-f]{16}$/), z.describe('16 lower-case hex characters')),
);

/** Characters beside spaces at the ends; what nobody sees is no word. */
export function spokenLength(words: string): number {
  return words.replace(/(?!\s)[\p{C}\p{Default_Ignorable_Code_Point}]/gu, '').trim().length;
}

/** Why, in the caller's own words: 10 characters beside spaces at its ends, at least. */
export const justification = lazily(() =>
  z.string().check(
    z.maxLength(500),
    z.refine((words) => spokenLength(words) >= 10),
    z.describe("why, in the caller's words: 10 to 500 characters, spaces at its ends not counted"),
  ),
);

/**
 * A ticket of the caller's tracker, fit for the value of a session tag, which may not begin with AWS's own prefix.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 */
export const ticket = lazily(() =>
  z
    .string()
    .check(
      z.regex(/^(?![Aa][Ww][Ss]:)[\w.:/=+@-]{1,64}$/),
      z.describe("a ticket of the caller's tracker"),
    ),
);

/** Name of a scope of the profile. */
export const scope = lazily(() =>
  z
    .string()
    .check(z.regex(/^[a-z0-9][a-z0-9_-]{0,63}$/), z.describe('name of a scope of the profile')),
);

/** An id that the caller's device claims; it proves nothing. */
export const deviceId = lazily(() =>
  z
    .string()
    .check(
      z.regex(/^[\w.:-]{1,128}$/),
      z.describe('what the device calls itself; recorded, no more'),
    ),
);

/** Words to an approval, a denial, a closing: up to 500 characters. */
export const comment = lazily(() =>
  z.string().check(z.maxLength(500), z.describe('words to it, at most 500 characters')),
);

/** Why somebody is kept out. */
export const reason = lazily(() =>
  z.string().check(
    z.maxLength(500),
    z.refine((words) => spokenLength(words) >= 3),
    z.describe('why: 3 to 500 characters, spaces at its ends not counted'),
  ),
);

/** How long a block lasts. */
export function blockSeconds(otherwise: string) {
  return z
    .int()
    .check(
      z.minimum(60),
      z.maximum(30 * 86_400),
      z.describe(`seconds for which the block lasts, 60 to 2592000; ${otherwise} if left out`),
    );
}

/** Somebody who did something. */
export const step = lazily(() =>
  z.object({
    subject: text('who'),
    person: text('the person behind the subject'),
    at: time('when'),
    comment: z.optional(text('their words to it')),
  }),
);
