import type { Revocation } from '../src/revocation/revocation.ts';
import { aRevocation as anOpenRevocation, done, revocationId } from './contracts/a-revocation.ts';
import { noon, person, profile, sessionId, subject } from './contracts/a-session.ts';

/** The `n`-th revocation by an administrator: of alice everywhere, made at `noon` and done a second later. */
export function aRevocation(n: number, changes: Partial<Revocation> = {}): Revocation {
  return done(
    anOpenRevocation({
      id: revocationId(n.toString(16).padStart(16, '0')),
      target: { kind: 'subject', subjects: [subject('alice@example.com')], users: ['alice'] },
      by: subject('sec@example.com'),
      byPerson: person('sec'),
      reason: 'a laptop was stolen',
      untilMs: noon + 30 * 86_400_000,
    }),
    changes,
  );
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
