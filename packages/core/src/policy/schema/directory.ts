import * as z from 'zod/mini';
import type { Directory } from '../document.ts';
import type { Finding } from '../problems.ts';
import { account, count, name, subject, subjectGlob, subjectSet, version } from './fields.ts';
import { kind } from './kind.ts';
import { defaults } from './limits.ts';
import { toSubjectSet } from './subject-set.ts';

const maxCallsPerMinute = 100_000;

const trustedSessionName = z.strictObject({
  account,
  role: z.string().check(z.regex(/^[\w+=,.@-]{1,64}$/)),
  role_id: z.optional(z.string().check(z.regex(/^AROA[A-Z0-9]{12,28}$/))),
  groups: z.optional(z.array(name)),
});

const schema = z.strictObject({
  version,
  identity: z.optional(
    z.strictObject({
      domain: z.optional(
        z.string().check(z.regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/)),
      ),
      trusted_session_names: z.optional(z.array(trustedSessionName)),
      people: z.optional(z.record(subject, z.array(subject))),
    }),
  ),
  administration: z.optional(
    z.strictObject({
      revoke: z.optional(subjectSet),
      audit: z.optional(subjectSet),
      robots: z.optional(subjectSet),
      check: z.optional(subjectSet),
    }),
  ),
  rate: z.optional(
    z.strictObject({
      per_minute: z.optional(count(maxCallsPerMinute)),
      limits: z.optional(
        z.array(
          z.strictObject({ users: z.array(subjectGlob), per_minute: count(maxCallsPerMinute) }),
        ),
      ),
    }),
  ),
});

type WrittenDirectory = z.output<typeof schema>;
type WrittenIdentity = NonNullable<WrittenDirectory['identity']>;

/** Who is who, and who may administer. */
export const directoryKind = kind({
  schema,
  check: ({ identity }) => [
    ...checkTrusted(identity?.trusted_session_names ?? []),
    ...checkPeople(identity?.people ?? {}),
  ],
  build,
});

function build(written: WrittenDirectory): Directory {
  const { identity, administration, rate } = written;
  return {
    identity: {
      ...(identity?.domain !== undefined && { domain: identity.domain }),
      trustedSessionNames: (identity?.trusted_session_names ?? []).map((entry) => ({
        account: entry.account,
        role: entry.role.toLowerCase(),
        ...(entry.role_id !== undefined && { roleId: entry.role_id }),
        groups: entry.groups ?? [],
      })),
      personOf: new Map(
        subjectsOf(identity?.people ?? {}).map((entry) => [entry.subject, entry.person]),
      ),
    },
    administration: {
      ...(administration?.revoke && { revoke: toSubjectSet(administration.revoke) }),
      ...(administration?.audit && { audit: toSubjectSet(administration.audit) }),
      ...(administration?.robots && { robots: toSubjectSet(administration.robots) }),
      ...(administration?.check && { check: toSubjectSet(administration.check) }),
    },
    rate: {
      perMinute: rate?.per_minute ?? defaults.callsPerMinute,
      limits: (rate?.limits ?? []).map(({ users, per_minute }) => ({
        users,
        perMinute: per_minute,
      })),
    },
  };
}

function checkTrusted(entries: NonNullable<WrittenIdentity['trusted_session_names']>): Finding[] {
  const seen = new Set<string>();
  return entries.flatMap((entry, index) => {
    const path = ['identity', 'trusted_session_names', index, 'role'];
    const role = entry.role.toLowerCase();
    const key = `${entry.account}/${role}`;
    const isRepeated = seen.has(key);
    seen.add(key);
    if (isRepeated) return [{ path, message: `role \`${key}\` is there twice` }];
    if (role.startsWith('sentinelprotected-')) {
      return [{ path, message: 'a role that the server vends names nobody' }];
    }
    if (role.startsWith('awsreservedsso_') && !/^awsreservedsso_.+_[0-9a-f]{16}$/.test(role)) {
      const message =
        'expected the full name with its 16 hexadecimal digits, such as `AWSReservedSSO_Engineers_0123456789abcdef`';
      return [{ path, message }];
    }
    return [];
  });
}

/** Refuses a subject that would be two people, or one person twice. */
function checkPeople(people: NonNullable<WrittenIdentity['people']>): Finding[] {
  const personOf = new Map<string, string>();
  return subjectsOf(people).flatMap(({ subject, person, path, on }) => {
    const before = personOf.get(subject);
    personOf.set(subject, person);
    if (before === undefined) return [];
    return [{ path, on, message: `subject \`${subject}\` already belongs to \`${before}\`` }];
  });
}

function subjectsOf(people: NonNullable<WrittenIdentity['people']>) {
  return Object.entries(people).flatMap(([person, subjects]) => [
    { subject: person, person, path: ['identity', 'people', person], on: 'key' as const },
    ...subjects.map((subject, index) => ({
      subject,
      person,
      path: ['identity', 'people', person, index],
      on: 'value' as const,
    })),
  ]);
}
