import { randomBytes } from 'node:crypto';
import type {
  Identity,
  Key,
  NewRole,
  NewSession,
  NewUser,
  Permissions,
  Role,
  SessionKeys,
} from './entities.ts';
import { type Judgement, judge, judgeStatements, type Question } from './judge.ts';
import { policyOf } from './parse-policy.ts';
import type { Policy } from './policy.ts';
import type { Principal, RoleSession } from './principal.ts';
import { bindTrust, statementsFor, type Trust } from './trust.ts';
import { type RandomBytes, secretKey, sessionToken, uniqueId } from './unique-id.ts';

/** Accounts with their users, roles, policies and keys, in memory. */
export type Iam = ReturnType<typeof createIam>;

type Holder = { readonly id: string; readonly accountId: string; permissions: Held };
type Held = { readonly policies: readonly Policy[]; readonly managedPolicyArns: readonly string[] };
type StoredRole = Holder & { readonly role: Role; trust: Trust };

/** Throws on a malformed or unsupported policy, and where what is named does not exist. */
export function createIam(random: RandomBytes = randomBytes) {
  const users = new Map<string, Holder>();
  const roles = new Map<string, StoredRole>();
  const managed = new Map<string, Policy>();
  const keys = new Map<string, Key>();

  function storedRole(arn: string): StoredRole {
    const found = roles.get(arn);
    if (found === undefined) throw new Error(`there is no role \`${arn}\``);
    return found;
  }

  function findId(arn: string): string | undefined {
    return roles.get(arn)?.id ?? users.get(arn)?.id;
  }

  function policiesOf(held: Held | undefined): readonly Policy[] {
    const attached = (held?.managedPolicyArns ?? []).map((arn) => managed.get(arn));
    return [...(held?.policies ?? []), ...attached.filter((policy) => policy !== undefined)];
  }

  function permissionsOf(principal: Principal): readonly Policy[] {
    const holder = (principal.kind === 'session' ? roles : users).get(
      principal.kind === 'session' ? principal.roleArn : principal.arn,
    );
    return policiesOf(holder?.permissions);
  }

  /** The session policies added up; `undefined` where the session has none. */
  function sessionPolicies(principal: Principal): readonly Policy[] | undefined {
    if (principal.kind !== 'session') return undefined;
    const { policy, policyArns } = principal;
    if (policy === undefined && policyArns.length === 0) return undefined;
    const inline = policy === undefined ? [] : [policyOf(JSON.parse(policy), 'identity')];
    return [...inline, ...policiesOf({ policies: [], managedPolicyArns: policyArns })];
  }

  return {
    addUser(user: NewUser): Identity {
      const arn = `arn:aws:iam::${user.accountId}:user${user.path ?? '/'}${user.name}`;
      const id = uniqueId('AIDA', 21, random);
      users.set(arn, { id, accountId: user.accountId, permissions: hold(user) });
      return { arn, id };
    },

    /** A long-term key of a user, or of an account's root (`arn:aws:iam::A:root`). */
    addAccessKey(arn: string): { readonly accessKeyId: string; readonly secretAccessKey: string } {
      const accessKeyId = uniqueId('AKIA', 20, random);
      const secretAccessKey = secretKey(random);
      keys.set(accessKeyId, { secretAccessKey, principal: longTermPrincipal(arn, users.get(arn)) });
      return { accessKeyId, secretAccessKey };
    },

    addRole(role: NewRole): Role {
      const arn = `arn:aws:iam::${role.accountId}:role${role.path ?? '/'}${role.name}`;
      const id = uniqueId('AROA', 21, random);
      const { accountId, name, maxSessionSeconds = 3600 } = role;
      const trust = bindTrust(policyOf(role.trust, 'trust'), findId);
      const face = { arn, id, name, maxSessionSeconds };
      roles.set(arn, { id, accountId, permissions: hold(role), trust, role: face });
      return face;
    },

    /** Its sessions are of no use from then on, also not after it was created anew. */
    removeRole(arn: string): void {
      roles.delete(arn);
    },

    setTrust(roleArn: string, trust: unknown): void {
      storedRole(roleArn).trust = bindTrust(policyOf(trust, 'trust'), findId);
    },

    /** Replaces all policies of a user or role; open sessions feel it at once. */
    setPermissions(arn: string, permissions: Permissions): void {
      const holder = users.get(arn) ?? storedRole(arn);
      holder.permissions = hold(permissions);
    },

    /** Creates or replaces a managed policy, of a customer or of AWS. */
    putManagedPolicy(arn: string, document: unknown): void {
      managed.set(arn, policyOf(document, 'identity'));
    },

    hasManagedPolicy: (arn: string): boolean => managed.has(arn),
    findRole: (arn: string): Role | undefined => roles.get(arn)?.role,

    openSession(ask: NewSession): SessionKeys {
      const { role, accountId } = storedRole(ask.roleArn);
      const accessKeyId = uniqueId('ASIA', 20, random);
      const { expiresAtMs, ...asked } = ask;
      const session: RoleSession = {
        tags: [],
        transitiveTagKeys: [],
        policyArns: [],
        hasMfa: false,
        carried: {},
        ...asked,
        kind: 'session',
        accountId,
        arn: `arn:aws:sts::${accountId}:assumed-role/${role.name}/${ask.sessionName}`,
        userId: `${role.id}:${ask.sessionName}`,
        roleId: role.id,
      };
      const secret = { secretAccessKey: secretKey(random), sessionToken: sessionToken(random) };
      keys.set(accessKeyId, { ...secret, principal: session, expiresAtMs });
      return { accessKeyId, ...secret, session };
    },

    /** `undefined`: there is no such key, or its role is gone. */
    findKey(accessKeyId: string): Key | undefined {
      const key = keys.get(accessKeyId);
      if (key?.principal.kind !== 'session') return key;
      const { roleArn, roleId } = key.principal;
      return roles.get(roleArn)?.id === roleId ? key : undefined;
    },

    /**
     * What a principal's own policies allow: those of its user or role as they are now, cut down to
     * what its session policies allow too. Root may do all.
     */
    permits(principal: Principal, question: Question): Judgement {
      if (principal.kind === 'root') return 'allow';
      const own = judge(permissionsOf(principal), question);
      const session = sessionPolicies(principal);
      if (session === undefined || own !== 'allow') return own;
      return judge(session, question);
    },

    /** What a role's trust policy says of a principal. */
    trusts(roleArn: string, principal: Principal, question: Question): Judgement {
      const { trust } = storedRole(roleArn);
      return judgeStatements(statementsFor(trust, principal), question);
    },
  };
}

function hold(permissions: Permissions): Held {
  return {
    policies: (permissions.policies ?? []).map((document) => policyOf(document, 'identity')),
    managedPolicyArns: permissions.managedPolicyArns ?? [],
  };
}

function longTermPrincipal(arn: string, user: Holder | undefined): Principal {
  if (user !== undefined) {
    return { kind: 'user', accountId: user.accountId, arn, userId: user.id };
  }
  const [, accountId] = /^arn:aws:iam::(\d{12}):root$/.exec(arn) ?? [];
  if (accountId === undefined) throw new Error(`there is no user \`${arn}\``);
  return { kind: 'root', accountId, arn, userId: accountId };
}
