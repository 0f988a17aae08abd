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
};

/** Members that AWS knows and this stand-in does not: they must not be passed over. */
const unsupported = ['SerialNumber', 'TokenCode', 'ProvidedContexts.member.1.ProviderArn'];

/** The members of a form by name; of members sent twice the first counts. */
export function readMembers(form: URLSearchParams): Input {
  const names = [...form.keys()].filter((name) => name !== 'Action' && name !== 'Version');
  return Object.fromEntries(names.map((name) => [name, form.get(name)]));
}

/**
 * Reads the members of AssumeRole in the query protocol. Throws on MFA and provided contexts, which
 * are not modelled.
 */
export function readAssumeRole(members: Input): AssumeRoleRequest {
  const found = unsupported.find((name) => name in members);
  if (found !== undefined) throw new Error(`AssumeRole with \`${found}\` is not modelled`);
  const values = list(members, 'Tags', '.Value');
  return {
    ...optional('roleArn', members['RoleArn']),
    ...optional('roleSessionName', members['RoleSessionName']),
    ...optional('sourceIdentity', members['SourceIdentity']),
    ...optional('externalId', members['ExternalId']),
    ...optional('durationSeconds', members['DurationSeconds']),
    ...optional('policy', members['Policy']),
    policyArns: list(members, 'PolicyArns', '.arn'),
    tags: list(members, 'Tags', '.Key').map((key, at) => ({ key, value: values[at] ?? '' })),
    transitiveTagKeys: list(members, 'TransitiveTagKeys', ''),
  };
}

function list(members: Input, name: string, member: string): readonly string[] {
  const found: string[] = [];
  for (let nth = 1; ; nth += 1) {
    const value = members[`${name}.member.${nth}${member}`];
    if (typeof value !== 'string') return found;
    found.push(value);
  }
}

function optional<K extends string>(key: K, value: unknown): { [P in K]?: string } {
  const found: { [P in K]?: string } = {};
  if (typeof value === 'string') found[key] = value;
  return found;
}
