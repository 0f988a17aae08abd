import type { Path } from './schema/tree.ts';

const people = 'a subject in lower case, such as `alice@example.com`, `iam/alice` or `role/ci`';
const aName = 'a name of `a-z`, `0-9`, `_` and `-`, at most 64 characters';
const policies =
  "the ARN of a managed policy, such as `arn:aws:iam::aws:policy/ReadOnlyAccess`, in the server's partition";
const oneLine = 'one line of text without control characters';
const subjects = 'a mapping with `users`, `groups` or both';

/**
 * What each field takes, by the end of its path: `*` is any key, `[]` any place in a list.
 * The first row that fits is said.
 */
const rows: readonly (readonly [end: string, expected: string])[] = [
  ['version', '`"1"`, in quotes'],
  ['profile', 'a mapping that names the role: `role_arn: ...`'],
  ['rules', 'a list of rules'],
  ['rules []', 'a mapping with `name`, `effect` and `conditions`'],
  ['rules [] name', 'a name for people, on one line'],
  ['rules [] effect', '`allow`, `deny` or `require_approval`'],
  ['rules [] conditions', 'a mapping of conditions; `any: true` says everyone'],
  ['auto_approve conditions', 'a mapping of conditions; `any: true` says everyone'],
  [
    'role_arn',
    'the ARN of a role `SentinelProtected-*` without a path, such as `arn:aws:iam::111122223333:role/SentinelProtected-Production`',
  ],
  ['region', 'an AWS Region, such as `eu-west-1`'],
  ['session_name', '`per_user` or `per_vend`'],
  ['session_policy_arns []', policies],
  ['policy_arns []', policies],
  ['description', oneLine],
  ['reason', oneLine],
  ['source', oneLine],
  ['max_duration', 'a duration, such as `30m`, `1h30m` or whole seconds'],
  ['max_server_duration', 'a duration, such as `30m`, `1h30m` or whole seconds'],
  ['request_ttl', 'a duration, such as `24h`'],
  ['max_grant', 'a duration, such as `4h`'],
  ['cooldown', 'a duration, such as `1h`'],
  ['within', 'a duration, such as `72h`'],
  ['approvers', subjects],
  ['eligible', subjects],
  ['reviewers', subjects],
  ['administration *', subjects],
  ['limits [] users []', 'a subject in lower case, in which `*` and `?` may stand for characters'],
  ['users []', people],
  ['groups []', aName],
  ['notify []', 'the name of a channel: `a-z`, `0-9`, `_` and `-`, at most 64 characters'],
  ['scopes', 'a mapping of scopes by name'],
  ['scopes *', 'a name of `a-z`, `0-9`, `_` and `-` that leads to `policy_arns` or `policy`'],
  ['reason_codes []', 'a code of `a-z`, `0-9`, `_` and `-`, at most 32 characters'],
  ['count', 'a whole number of at least 1'],
  ['max_uses', 'a whole number of at least 1'],
  ['per_minute', 'a whole number of at least 1'],
  ['domain', 'a domain in lower case, such as `example.com`'],
  ['account', 'an account of 12 digits, in quotes'],
  ['trusted_session_names [] role', 'the name of a role, without a path'],
  ['role_id', "a role's unique id, such as `AROAEXAMPLEEXAMPLE123`"],
  ['people', 'a mapping of lists of subjects, by person'],
  ['people *', people],
  ['people * []', people],
  ['members', 'a list of subjects'],
  ['members []', people],
  ['synced_at', 'a time in UTC, such as `2026-01-25T14:30:00Z`'],
  ['Version', '`"2012-10-17"`, in quotes'],
  ['Statement', 'a list of statements with `Effect`, `Action` and `Resource`'],
  ['Effect', '`Allow` or `Deny`'],
  ['Sid', 'a statement id of letters and digits'],
  ['Action', 'an action such as `s3:GetObject`, or a list of them'],
  ['Action []', 'an action, such as `s3:GetObject`'],
  ['NotAction', 'an action such as `s3:GetObject`, or a list of them'],
  ['NotAction []', 'an action, such as `s3:GetObject`'],
  ['Resource', '`"*"`, an ARN, or a list of them'],
  ['Resource []', '`"*"` or an ARN'],
  ['NotResource', '`"*"`, an ARN, or a list of them'],
  ['NotResource []', '`"*"` or an ARN'],
  ['Condition *', 'a condition operator that leads to keys and values, such as `StringEquals`'],
];

/** Conditions that documents may come to use, and that no server knows as yet. */
export const unbuilt: ReadonlyMap<string, string> = new Map([
  ['device', '`device` conditions are not built yet, and a rule without its condition would widen'],
  [
    'source_ip',
    '`source_ip` conditions are not built yet, and a rule without its condition would widen',
  ],
]);

/** What the field at a path takes, if the table knows it. */
export function expectations(path: Path): string | undefined {
  return rows.find(([end]) => endsWith(path, end.split(' ')))?.[1];
}

function endsWith(path: Path, end: readonly string[]): boolean {
  const start = path.length - end.length;
  if (start < 0) return false;
  return end.every((part, index) => {
    const step = path[start + index];
    return typeof step === 'number' ? part === '[]' : part === '*' || part === step;
  });
}
