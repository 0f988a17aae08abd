/** Fields that several routes share. */
import * as z from 'zod/mini';

/** A profile's name. The vend checks it on its own, for its own codes. */
export const profile = z.string().check(z.regex(/^[a-z0-9][a-z0-9_-]{0,63}$/));

/** 16 lower-case hex characters. */
export const id = z.string().check(z.regex(/^[0-9a-f]{16}$/));

/** Why, in the caller's own words: 10 characters beside spaces at its ends, at least. */
export const justification = z.string().check(
  z.maxLength(500),
  z.refine((text) => text.trim().length >= 10),
);

/** A ticket of the caller's tracker, fit for a session tag. */
export const ticket = z.string().check(z.regex(/^[\w.:/=+@-]{1,64}$/));

/** Name of a scope of the profile. */
export const scope = z.string().check(z.regex(/^[a-z0-9][a-z0-9_-]{0,63}$/));

/** An id that the caller's device claims; it proves nothing. */
export const deviceId = z.string().check(z.regex(/^[\w.:-]{1,128}$/));

/** RFC 3339 in UTC. */
export const time = z.string();
