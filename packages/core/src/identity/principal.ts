import { type Refusal, reasons } from '../reasons.ts';
import type { SignedCaller } from './subject.ts';

/** What IAM's own names say of a signer, consistent in itself; no directory consulted yet. */
export type Principal = {
  readonly type: 'user' | 'role';
  readonly partition: string;
  readonly accountId: string;
  /** IAM user or role name, lower case. */
  readonly name: string;
  /** Lower case; '' for users. */
  readonly sessionName: string;
  /** `AIDA...` or `AROA...`. */
  readonly uniqueId: string;
};

/** Which callers the settings admit. */
export type CallerScope = {
  /** Partition of the TVM's own account. */
  readonly partition: string;
  /** Accounts whose principals may call. */
  readonly callerAccounts: ReadonlySet<string>;
};

const user = /^arn:([a-z-]+):iam::(\d{12}):user\/(?:[\x21-\x7e]+\/)?([\w+=,.@-]{1,64})$/;
const assumedRole =
  /^arn:([a-z-]+):sts::(\d{12}):assumed-role\/([\w+=,.@-]{1,64})\/([\w+=,.@-]{2,64})$/;
const userUniqueId = /^AIDA[A-Z0-9]{12,28}$/;
const roleUniqueId = /^(AROA[A-Z0-9]{12,28}):([\w+=,.@-]{2,64})$/;

/** Roles that only Sentinel assumes: whoever holds such a session got it from us. */
export const protectedRolePrefix = 'SentinelProtected-';

/**
 * Reads the signer's ARN and unique id and cross-checks them.
 * Refuses root, federated users, foreign partitions and accounts, credentials that we vended,
 * and everything that is not of the shapes that IAM documents.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export function principalOf(caller: SignedCaller, scope: CallerScope): Principal | Refusal {
  const principal = readUser(caller) ?? readRole(caller);
  if (principal === undefined) return refuseOther(caller);
  if (principal.accountId !== caller.accountId)
    return inconsistent('account of ARN and context differ');
  if (principal.partition !== scope.partition) {
    return reasons.invalidIdentity('callers of another partition are not admitted');
  }
  if (!scope.callerAccounts.has(principal.accountId)) {
    return reasons.invalidIdentity('callers of your account are not admitted', {
      detail: `account ${principal.accountId} is not listed`,
    });
  }
  if (principal.type === 'role' && principal.name.startsWith(protectedRolePrefix.toLowerCase())) {
    return reasons.invalidIdentity('credentials that Sentinel vended cannot ask Sentinel', {
      help: 'sign with your own credentials: `--base-profile`',
    });
  }
  return principal;
}

function readUser(caller: SignedCaller): Principal | undefined {
  const [, partition, accountId, name] = user.exec(caller.userArn) ?? [];
  if (partition === undefined || accountId === undefined || name === undefined) return undefined;
  if (!userUniqueId.test(caller.userId)) return undefined;
  return {
    type: 'user',
    partition,
    accountId,
    name: name.toLowerCase(),
    sessionName: '',
    uniqueId: caller.userId,
  };
}

function readRole(caller: SignedCaller): Principal | undefined {
  const [, partition, accountId, name, session] = assumedRole.exec(caller.userArn) ?? [];
  const [, uniqueId, sessionOfId] = roleUniqueId.exec(caller.userId) ?? [];
  if (partition === undefined || accountId === undefined || name === undefined) return undefined;
  if (session === undefined || uniqueId === undefined || session !== sessionOfId) return undefined;
  return {
    type: 'role',
    partition,
    accountId,
    name: name.toLowerCase(),
    sessionName: session.toLowerCase(),
    uniqueId,
  };
}

function refuseOther(caller: SignedCaller): Refusal {
  if (/:root$/.test(caller.userArn)) {
    return reasons.invalidIdentity('an account root user cannot ask Sentinel');
  }
  if (/:federated-user\//.test(caller.userArn)) {
    return reasons.invalidIdentity('federated users cannot ask Sentinel');
  }
  return inconsistent('ARN and unique id are not of a known, consistent shape');
}

function inconsistent(detail: string): Refusal {
  return reasons.invalidIdentity('your IAM identity is not one that Sentinel knows', { detail });
}
