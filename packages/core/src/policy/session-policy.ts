import type { SessionPolicy } from './decision.ts';

/** What STS is sent beside the role. */
export type SentPolicy = {
  /** Inline session policy, minified JSON; at most 2,048 characters if the document was checked with an end. */
  readonly policy?: string;
  readonly policyArns: readonly string[];
};

type Statement = Readonly<Record<string, unknown>>;

const allowAll: Statement = { Effect: 'Allow', Action: '*', Resource: '*' };

/**
 * The session policies that narrow a session and, where `denyAtMs` is given, end its use to the second, rounded
 * down: STS itself issues no less than 15 minutes. Inline and managed session policies add up, so beside managed
 * ones the Deny stands alone; only where nothing else narrows does an Allow come with it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
export function sessionPolicyFor(
  narrowing: SessionPolicy | undefined,
  { denyAtMs }: { readonly denyAtMs: number | undefined },
): SentPolicy {
  const policyArns = narrowing !== undefined && 'arns' in narrowing ? narrowing.arns : [];
  const inline = narrowing !== undefined && 'inline' in narrowing ? narrowing.inline : undefined;
  if (denyAtMs === undefined) {
    return { ...(inline && { policy: JSON.stringify(inline) }), policyArns };
  }
  const deny = denyFrom(denyAtMs);
  if (inline) {
    return {
      policy: JSON.stringify({ ...inline, Statement: [...statementsOf(inline), deny] }),
      policyArns,
    };
  }
  const Statement = policyArns.length > 0 ? [deny] : [allowAll, deny];
  return { policy: JSON.stringify({ Version: '2012-10-17', Statement }), policyArns };
}

/** Denies everything from the second in which `atMs` lies. */
function denyFrom(atMs: number): Statement {
  const second = `${new Date(Math.floor(atMs / 1000) * 1000).toISOString().slice(0, 19)}Z`;
  return {
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { DateGreaterThanEquals: { 'aws:CurrentTime': second } },
  };
}

/** IAM takes one statement or a list of them. */
function statementsOf(inline: Readonly<Record<string, unknown>>): readonly unknown[] {
  const { Statement: given } = inline;
  if (given === undefined) return [];
  return Array.isArray(given) ? given : [given];
}
