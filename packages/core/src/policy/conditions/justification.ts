import * as z from 'zod/mini';
import { matchesGlob } from '../match.ts';
import { condition } from './condition.ts';
import { listOf } from './fields.ts';

const ticketGlob = z
  .string()
  .check(
    z.regex(
      /^[\w.:/=+@*?-]{1,128}$/,
      'expected a ticket, in which `*` and `?` may stand for characters',
    ),
  );

const required = z.strictObject({
  required: z.literal(true),
  tickets: z.optional(listOf(ticketGlob)),
});

/** `justification`: the caller says why and, where `tickets` are given, under a ticket that matches one. */
export const justification = condition('justification', required, ({ tickets }) => ({
  heeds: ['saying'],
  ifSaid: () => true,
  holds: (facts) =>
    facts.justification !== '' &&
    (tickets === undefined || tickets.some((glob) => matchesGlob(glob, facts.ticket))),
}));
