import type { SessionPolicy } from '../decision.ts';
import type { Finding } from '../problems.ts';
import { sessionPolicyFor } from '../session-policy.ts';
import { homeOf } from './arns.ts';
import { checkIamPolicy, type IamPolicy, statementsOf } from './iam-policy.ts';
import type { Path } from './tree.ts';

/** Most managed policies of one session, and most characters of its policies: the inline one and the others' ARNs. */
const maxArns = 10;
const maxCharacters = 2048;

/** What narrows a session, as a rule or a scope writes it, with the keys that it writes it under. */
export type Narrowing = {
  readonly arns: readonly string[] | undefined;
  readonly inline: IamPolicy | undefined;
  readonly keys: { readonly arns: string; readonly inline: string };
};

/**
 * Checks against the limits of STS, the end of use included.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function checkNarrowing(narrowing: Narrowing, at: Path, account: string): Finding[] {
  const { arns, inline, keys } = narrowing;
  return [
    ...(arns !== undefined && inline !== undefined
      ? [
          {
            path: [...at, keys.inline],
            on: 'key' as const,
            message: `expected either \`${keys.inline}\` or \`${keys.arns}\`, not both`,
          },
        ]
      : []),
    ...(arns === undefined ? [] : checkArns(arns, [...at, keys.arns], account)),
    ...(inline === undefined ? [] : checkInline(inline, [...at, keys.inline])),
  ];
}

/** The narrowing as evaluated; `undefined` where nothing narrows. */
export function toSessionPolicy({ arns, inline }: Narrowing): SessionPolicy | undefined {
  if (arns !== undefined) return { arns };
  if (inline !== undefined) return { inline: { ...inline, Statement: statementsOf(inline) } };
  return undefined;
}

function checkArns(arns: readonly string[], at: Path, account: string): Finding[] {
  const foreign = arns.flatMap((arn, index) => {
    const owner = homeOf(arn).account;
    if (owner === 'aws' || owner === account) return [];
    const message = `expected a policy of the role's own account \`${account}\` or of AWS, found account \`${owner}\``;
    return [{ path: [...at, index], message }];
  });
  return [...foreign, ...checkNumber(arns, at), ...checkLengths(arns, at)];
}

function checkNumber(arns: readonly string[], path: Path): Finding[] {
  if (arns.length <= maxArns) return [];
  return [{ path, message: `expected at most ${maxArns} managed policies, found ${arns.length}` }];
}

/** Judged as they are sent at most: beside the Deny that ends their use. */
function checkLengths(arns: readonly string[], path: Path): Finding[] {
  const { policy: end = '' } = sessionPolicyFor({ arns }, { denyAtMs: 0 });
  const room = maxCharacters - end.length;
  const found = arns.join('').length;
  if (found <= room) return [];
  return [
    { path, message: `expected ARNs of at most ${room} characters together, found ${found}` },
  ];
}

/** Judged as it is sent at most: with the Deny that ends its use. */
function checkInline(inline: IamPolicy, at: Path): Finding[] {
  const findings = checkIamPolicy(inline, at);
  const { policy: text = '' } = sessionPolicyFor({ inline }, { denyAtMs: 0 });
  if (!/^[\u0020-\u007e\u00a0-\u00ff]*$/.test(text)) {
    findings.push({ path: at, message: 'expected printable Latin-1 characters only' });
  }
  if (text.length > maxCharacters) {
    const own = JSON.stringify(inline).length;
    const room = maxCharacters - (text.length - own);
    const message = `expected at most ${room} characters as minified JSON, found ${own}`;
    findings.push({ path: at, message });
  }
  return findings;
}
