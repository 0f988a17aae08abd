import * as z from 'zod/mini';
import { matchesGlob } from '../match.ts';
import { condition } from './condition.ts';
import { listOf } from './fields.ts';

const profileGlob = z
  .string()
  .check(
    z.regex(
      /^[a-z0-9_*?-]{1,128}$/,
      "expected a profile's name in lower case, in which `*` and `?` may stand for characters",
    ),
  );

/** `profiles`: the profile asked for matches one of these globs. */
export const profiles = condition('profiles', listOf(profileGlob), (globs) => ({
  holds: (facts) => globs.some((glob) => matchesGlob(glob, facts.profile)),
  decidesVisibility: true,
}));
