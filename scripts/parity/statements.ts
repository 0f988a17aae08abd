import type { Statement } from './deployment.ts';
import { isMembers, listOf, type Members, read } from './read.ts';

const lists = ['Action', 'NotAction', 'Resource', 'NotResource'];

/**
 * The statements of a policy so that equal policies are equal: without names, with lists that are sorted, also where
 * there is one value, and in order.
 */
export function statementsOf(policy: Members): readonly Statement[] {
  return read
    .list(policy, 'Statement')
    .map(normal)
    .toSorted((a, b) => compare(JSON.stringify(a), JSON.stringify(b)));
}

function normal({ Sid: _, ...written }: Members): Statement {
  const Effect = written['Effect'] === 'Deny' ? 'Deny' : 'Allow';
  const members = Object.entries(written)
    .filter(([member]) => member !== 'Effect')
    .map(([member, value]) => [member, memberOf(member, value)] as const);
  return { Effect, ...Object.fromEntries(members.toSorted(([a], [b]) => compare(a, b))) };
}

function memberOf(member: string, value: unknown): unknown {
  if (lists.includes(member)) return sorted(value);
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous
  if (member === 'Principal' && value === '*') return { AWS: ['*'] };
  return isMembers(value) ? nested(value) : value;
}

function nested(value: Members): Members {
  const inner = Object.entries(value).map(
    ([key, each]) => [key, isMembers(each) ? nested(each) : sorted(each)] as const,
  );
  return Object.fromEntries(inner.toSorted(([a], [b]) => compare(a, b)));
}

function sorted(value: unknown): readonly string[] {
  return listOf(value).map(String).toSorted(compare);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
