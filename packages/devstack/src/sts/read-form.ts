import type { Input } from '../http/call.ts';
import type { Tag } from '../iam/principal.ts';

/** The members of an AssumeRole request, as sent. */
export type AssumeRoleRequest = {
  readonly roleArn?: string;
  readonly roleSessionName?: string;
  readonly sourceIdentity?: string;
  readonly externalId?: string;
  /** Still text. */
  readonly durationSeconds?: string;
  readonly policy?: string;
  readonly policyArns: readonly string[];
  readonly tags: readonly Tag[];
  readonly transitiveTagKeys: readonly string[];
  /** Members that a list's entry must have and lacks, such as `tags.1.member.value`. */
  readonly absent?: readonly string[];
};

/** All that is modelled. What AWS knows beside it (MFA, provided contexts) must not be passed over. */
const modelled =
  /^(RoleArn|RoleSessionName|SourceIdentity|ExternalId|DurationSeconds|Policy|PolicyArns\.member\.[1-9]\d{0,3}\.arn|Tags\.member\.[1-9]\d{0,3}\.(Key|Value)|TransitiveTagKeys\.member\.[1-9]\d{0,3})$/;

/** How SDKs send an empty list: its name without a value. */
const emptyLists: readonly string[] = ['PolicyArns', 'Tags', 'TransitiveTagKeys'];

/**
 * Reads the members of AssumeRole in the query protocol. Throws on what is not modelled: MFA, provided
 * contexts, unknown members, lists with gaps.
 */
export function readAssumeRole(members: Input): AssumeRoleRequest {
  const found = Object.keys(members).find((name) => !modelled.test(name) && !isEmptyList(name));
  if (found !== undefined) throw new Error(`AssumeRole with \`${found}\` is not modelled`);
  const tags = list(members, 'Tags');
  const absent = tags.flatMap((tag, at) =>
    ['Key', 'Value']
      .filter((name) => tag[`.${name}`] === undefined)
      .map((name) => `tags.${at + 1}.member.${name.toLowerCase()}`),
  );
  return {
    ...optional('roleArn', members['RoleArn']),
    ...optional('roleSessionName', members['RoleSessionName']),
    ...optional('sourceIdentity', members['SourceIdentity']),
    ...optional('externalId', members['ExternalId']),
    ...optional('durationSeconds', members['DurationSeconds']),
    ...optional('policy', members['Policy']),
    policyArns: list(members, 'PolicyArns').map((entry) => entry['.arn'] ?? ''),
    tags: tags.map((tag) => ({ key: tag['.Key'] ?? '', value: tag['.Value'] ?? '' })),
    transitiveTagKeys: list(members, 'TransitiveTagKeys').map((entry) => entry[''] ?? ''),
    ...(absent.length > 0 && { absent }),
  };

  function isEmptyList(name: string): boolean {
    return emptyLists.includes(name) && members[name] === '';
  }
}

/** The entries of a list, each with its members by their names (`.Key`; '' for an entry that is a text). */
function list(members: Input, name: string): readonly Readonly<Record<string, string>>[] {
  const entries: Record<string, string>[] = [];
  let last = 0;
  for (const [key, value] of Object.entries(members)) {
    const [, nth, member = ''] = /^\w+\.member\.(\d+)(.*)$/.exec(key) ?? [];
    if (nth === undefined || !key.startsWith(`${name}.`) || typeof value !== 'string') continue;
    const at = Number(nth) - 1;
    entries[at] = { ...entries[at], [member]: value };
    last = Math.max(last, at + 1);
  }
  const isWhole = Object.keys(entries).length === last;
  if (!isWhole) throw new Error(`AssumeRole with gaps in \`${name}\` is not modelled`);
  return entries;
}

function optional<K extends string>(key: K, value: unknown): { [P in K]?: string } {
  const found: { [P in K]?: string } = {};
  if (typeof value === 'string') found[key] = value;
  return found;
}
