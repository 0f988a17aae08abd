/** Fields that several conditions share. */
import * as z from 'zod/mini';
import { type Zone, zoneOf } from './zone.ts';

/** A list that is given names somebody: an empty one is a mistake. */
export function listOf<Entry>(entry: z.ZodMiniType<Entry>) {
  return z.array(entry).check(z.minLength(1));
}

/** An IANA time zone by its full name. */
export const timezone = z.pipe(
  z.string(),
  z.transform((name: string, context): Zone => {
    const zone = zoneOf(name);
    if (zone !== undefined) return zone;
    context.issues.push({
      code: 'custom',
      input: name,
      message: 'expected an IANA time zone, such as `Europe/Berlin` or `UTC`',
    });
    return z.NEVER;
  }),
);
