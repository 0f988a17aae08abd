import type { PersonId, SubjectId } from '../src/identity/subject.ts';
import type { Revocation, RevocationId } from '../src/revocation/revocation.ts';
import { noon, profile, sessionId, subject } from './contracts/a-session.ts';

// Brands are made by guards in the code under test; a test states its names as given.
const revocationId = (text: string) => text as RevocationId;
const person = (text: string) => text as PersonId;
const security: SubjectId = subject('sec@example.com');

/** The `n`-th revocation by an administrator: of alice everywhere, made at `noon` and done a second later. */
export function aRevocation(n: number, changes: Partial<Revocation> = {}): Revocation {
  return {
    id: revocationId(n.toString(16).padStart(16, '0')),
    target: { kind: 'subject', subjects: [subject('alice@example.com')], users: ['alice'] },
    status: 'done',
    version: 2,
    lastChange: '00000000000000e1',
    by: security,
    byPerson: person('sec'),
    isAdministrators: true,
    reason: 'a laptop was stolen',
    createdAtMs: noon,
    untilMs: noon + 30 * 86_400_000,
    doneAtMs: noon + 1000,
    effects: new Map(),
    ...changes,
  };
}

/** What a revocation of one session, one user on one profile, or one profile is about. */
export const targets = {
  session: (sourceIdentity: string, roleArn: string): Revocation['target'] => ({
    kind: 'session',
    sessionId: sessionId(sourceIdentity.split('.')[2] ?? ''),
    subject: subject('alice@example.com'),
    profile: profile('production'),
    sourceIdentity,
    roleArn,
  }),
  /** On a profile alone where one is named. */
  users: (users: readonly string[], on?: string): Revocation['target'] => ({
    kind: 'subject',
    subjects: users.map(subject),
    users,
    ...(on === undefined ? {} : { profile: profile(on) }),
  }),
  /** `roleArn`: left out where the profile's document did not tell it. */
  profile: (name: string, roleArn?: string): Revocation['target'] => ({
    kind: 'profile',
    profile: profile(name),
    ...(roleArn === undefined ? {} : { roleArn }),
  }),
} as const;
