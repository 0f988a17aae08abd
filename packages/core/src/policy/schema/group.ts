import * as z from 'zod/mini';
import type { Group } from '../document.ts';
import { line, subject, version } from './fields.ts';
import { kind } from './kind.ts';

const schema = z.strictObject({
  version,
  source: z.optional(line(128)),
  synced_at: z.optional(z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/))),
  members: z.array(subject),
});

/** A group's members. None is an answer too: a synced group that everybody has left. */
export const groupKind = kind({
  schema,
  check: ({ synced_at }) =>
    synced_at === undefined || Number.isFinite(Date.parse(synced_at))
      ? []
      : [{ path: ['synced_at'], message: `there is no such time as \`${synced_at}\`` }],
  build: ({ members }): Group => ({ members: new Set(members) }),
  mayBeEmpty: [['members']],
});
