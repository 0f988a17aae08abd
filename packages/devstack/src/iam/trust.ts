import type { Policy, PrincipalPattern, Statement } from './policy.ts';
import type { Principal } from './principal.ts';

/** A trust policy whose principals are resolved, as AWS stores it. */
export type Trust = {
  readonly statements: readonly {
    readonly statement: Statement;
    readonly principals: readonly Trusted[];
  }[];
};

/** `one`: a user or role by unique id, so that one created anew under the same name is another. */
type Trusted =
  | { readonly kind: 'any' | 'never' }
  | { readonly kind: 'account'; readonly accountId: string }
  | { readonly kind: 'one'; readonly id: string }
  | { readonly kind: 'session'; readonly arn: string };

/**
 * Resolves a trust policy. Throws where a user or role that it names does not exist, as AWS refuses it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function bindTrust(policy: Policy, findId: (arn: string) => string | undefined): Trust {
  return {
    statements: policy.statements.map((statement) => ({
      statement,
      principals: (statement.principals ?? []).map((written) => bind(written, findId)),
    })),
  };
}

/** The statements that name this principal. */
export function statementsFor(trust: Trust, principal: Principal): readonly Statement[] {
  return trust.statements
    .filter(({ principals }) => principals.some((one) => isTrusted(one, principal)))
    .map(({ statement }) => statement);
}

function bind(
  { kind, value }: PrincipalPattern,
  findId: (arn: string) => string | undefined,
): Trusted {
  // Services and identity providers do not come by way of AssumeRole with keys of IAM.
  if (kind !== 'AWS') return { kind: 'never' };
  if (value === '*') return { kind: 'any' };
  const [, accountId] = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(value) ?? [];
  if (accountId !== undefined) return { kind: 'account', accountId };
  if (/^arn:aws:sts::\d{12}:assumed-role\/[^/]+\/[^/]+$/.test(value)) {
    return { kind: 'session', arn: value };
  }
  const id = findId(value);
  if (id === undefined) throw new Error(`invalid principal in policy: \`${value}\``);
  return { kind: 'one', id };
}

function isTrusted(trusted: Trusted, principal: Principal): boolean {
  switch (trusted.kind) {
    case 'any':
      return true;
    case 'never':
      return false;
    case 'account':
      return trusted.accountId === principal.accountId;
    case 'session':
      return trusted.arn === principal.arn;
    case 'one':
      return trusted.id === (principal.kind === 'session' ? principal.roleId : principal.userId);
  }
}
