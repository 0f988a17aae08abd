import type { Context } from './context.ts';
import { coversAction, coversResource, type Policy, type Statement } from './policy.ts';

export type Question = {
  /** Such as `sts:AssumeRole`. */
  readonly action: string;
  /** ARN, or `*` for actions without a resource. */
  readonly resource: string;
  readonly context: Context;
};

/** `none`: nothing allows it, which is a denial as well. */
export type Judgement = 'allow' | 'deny' | 'none';

/**
 * What policies together say: a Deny anywhere wins, else an Allow anywhere.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function judge(policies: readonly Policy[], question: Question): Judgement {
  return judgeStatements(
    policies.flatMap((policy) => policy.statements),
    question,
  );
}

/** The same for statements, those of a trust policy that name the caller for instance. */
export function judgeStatements(statements: readonly Statement[], question: Question): Judgement {
  const effects = new Set(
    statements.filter((one) => applies(one, question)).map((one) => one.effect),
  );
  if (effects.has('Deny')) return 'deny';
  return effects.has('Allow') ? 'allow' : 'none';
}

function applies(statement: Statement, { action, resource, context }: Question): boolean {
  return (
    coversAction(statement.actions, action) &&
    (statement.resources === undefined || coversResource(statement.resources, resource)) &&
    statement.conditions.every((holds) => holds(context))
  );
}
