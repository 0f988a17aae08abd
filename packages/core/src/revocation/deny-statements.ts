import type { Via } from '../entitlement.ts';
import { profileTag } from '../identity/session-tags.ts';
import type { Denial } from './denial.ts';

/** A statement of an IAM policy, as this file writes them. */
export type DenyStatement = {
  readonly Effect: 'Deny';
  readonly Action: '*';
  readonly Resource: '*';
  readonly Condition: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
};

const vias = Object.keys({
  direct: true,
  approved: true,
  auto: true,
  breakglass: true,
} satisfies Readonly<Record<Via, true>>);

/** Every vended session carries it, and no other that is chained from one. */
const profileKey = `aws:PrincipalTag/${profileTag}`;

/** No SourceIdentity holds a colon. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const nobody = 'sentinel:nobody';

/**
 * Statements that deny exactly what is listed, those of one shape and second in one. A policy needs at least one
 * statement: where nothing is listed, one that applies to nobody.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function denyStatements(denials: readonly Denial[]): readonly DenyStatement[] {
  const sessions = new Set<string>();
  const users = new Map<string, Newest>();
  const profiles = new Map<string, Newest>();
  const roles = new Map<string, Newest>();
  for (const { whose, issuedBeforeMs } of denials) {
    switch (whose.kind) {
      case 'session':
        sessions.add(whose.sourceIdentity);
        break;
      case 'user':
        keepNewest(users, { name: whose.user, profile: whose.profile, issuedBeforeMs });
        break;
      case 'profile':
        keepNewest(profiles, { name: whose.profile, issuedBeforeMs });
        break;
      case 'role':
        keepNewest(roles, { name: whose.roleArn, issuedBeforeMs });
        break;
    }
  }
  if (sessions.size + users.size + profiles.size + roles.size === 0)
    return [denySessions([nobody])];
  return [
    ...(sessions.size === 0 ? [] : [denySessions([...sessions].sort())]),
    ...grouped(users).map(denyUsers),
    ...grouped(profiles).map(({ before, names }) =>
      deny({ StringEquals: { [profileKey]: names }, DateLessThan: issued(before) }),
    ),
    ...grouped(roles).map(({ before, names }) =>
      deny({ ArnLike: { 'aws:PrincipalArn': names }, DateLessThan: issued(before) }),
    ),
  ];
}

type Newest = {
  readonly name: string;
  /** Of a user: on which profile alone. */
  readonly profile?: string | undefined;
  readonly issuedBeforeMs: number;
};

type Group = {
  /** To the second, upwards: IAM knows when a token was issued to the second, cut off. */
  readonly before: string;
  readonly profile: string | undefined;
  readonly names: readonly string[];
};

/** Of two entries for the same, the later one covers the earlier. */
function keepNewest(kept: Map<string, Newest>, entry: Newest): void {
  const key = JSON.stringify([entry.name, entry.profile]);
  const known = kept.get(key);
  if (known === undefined || known.issuedBeforeMs < entry.issuedBeforeMs) kept.set(key, entry);
}

function grouped(entries: ReadonlyMap<string, Newest>): readonly Group[] {
  const groups = new Map<string, { group: Omit<Group, 'names'>; names: string[] }>();
  for (const { name, profile, issuedBeforeMs } of entries.values()) {
    const group = { before: timeText(issuedBeforeMs), profile };
    const key = JSON.stringify([group.before, group.profile]);
    const known = groups.get(key) ?? { group, names: [] };
    known.names.push(name);
    groups.set(key, known);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { group, names }]) => ({ ...group, names: names.sort() }));
}

function denySessions(sourceIdentities: readonly string[]): DenyStatement {
  return deny({ StringEquals: { 'aws:SourceIdentity': sourceIdentities } });
}

/** Patterns of exact length, one a via: a name that ends in another's is as long as its own pattern, and longer. */
function denyUsers({ before, profile, names }: Group): DenyStatement {
  const anySession = '?'.repeat(16);
  const patterns = names.flatMap((user) =>
    vias.map((via) => `sentinel.${via}.${anySession}.${user}`),
  );
  return deny({
    StringLike: { 'aws:SourceIdentity': patterns },
    ...(profile === undefined ? {} : { StringEquals: { [profileKey]: profile } }),
    DateLessThan: issued(before),
  });
}

function issued(before: string) {
  return { 'aws:TokenIssueTime': before };
}

function deny(condition: DenyStatement['Condition']): DenyStatement {
  return { Effect: 'Deny', Action: '*', Resource: '*', Condition: condition };
}

function timeText(ms: number): string {
  return `${new Date(Math.ceil(ms / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}
