import * as z from 'zod/mini';
import type { Finding } from '../problems.ts';
import type { Path } from './tree.ts';

const action = z.string().check(z.regex(/^(?:\*|[a-z0-9-]{1,64}:[a-zA-Z0-9*?]{1,128})$/));
const resource = z.string().check(z.regex(/^(?:\*|arn:[!-~ ]{1,2000})$/));
const oneOrMore = <T extends z.ZodMiniType>(entry: T) => z.union([entry, z.array(entry)]);

const operand = oneOrMore(z.union([z.string(), z.number(), z.boolean()]));
const operator = z
  .string()
  .check(z.regex(/^(?:(?:ForAllValues|ForAnyValue):)?[A-Z][A-Za-z]{2,40}(?:IfExists)?$/));

const statement = z.strictObject({
  Sid: z.optional(z.string().check(z.regex(/^[A-Za-z0-9]{1,100}$/))),
  Effect: z.enum(['Allow', 'Deny']),
  Action: z.optional(oneOrMore(action)),
  NotAction: z.optional(oneOrMore(action)),
  Resource: z.optional(oneOrMore(resource)),
  NotResource: z.optional(oneOrMore(resource)),
  Condition: z.optional(z.record(operator, z.record(z.string(), operand))),
});

/**
 * An inline session policy, as far as its form can be judged without IAM: statements without a
 * principal, since the session is the principal.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const iamPolicy = z.strictObject({
  Version: z.literal('2012-10-17'),
  Id: z.optional(z.string().check(z.regex(/^[\w .:/=+@-]{1,128}$/))),
  Statement: oneOrMore(statement),
});

export type IamPolicy = z.output<typeof iamPolicy>;

/** The statements of a policy, also where it has but one and no list. */
export function statementsOf(policy: IamPolicy): readonly z.output<typeof statement>[] {
  return Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
}

/** What the shape alone does not show: exactly one of each pair, and no statement id twice. */
export function checkIamPolicy(policy: IamPolicy, at: Path): Finding[] {
  const seen = new Set<string>();
  return statementsOf(policy).flatMap((entry, index) => {
    const path = Array.isArray(policy.Statement)
      ? [...at, 'Statement', index]
      : [...at, 'Statement'];
    const isRepeated = entry.Sid !== undefined && seen.has(entry.Sid);
    if (entry.Sid !== undefined) seen.add(entry.Sid);
    return [
      ...checkPair(entry, ['Action', 'NotAction'], path),
      ...checkPair(entry, ['Resource', 'NotResource'], path),
      ...(isRepeated
        ? [{ path: [...path, 'Sid'], message: `statement id \`${entry.Sid}\` is there twice` }]
        : []),
    ];
  });
}

function checkPair(
  entry: z.output<typeof statement>,
  [one, other]: readonly ['Action', 'NotAction'] | readonly ['Resource', 'NotResource'],
  path: Path,
): Finding[] {
  if ((entry[one] === undefined) !== (entry[other] === undefined)) return [];
  return [{ path, message: `expected either \`${one}\` or \`${other}\`` }];
}
