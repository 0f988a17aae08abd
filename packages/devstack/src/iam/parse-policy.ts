import * as z from 'zod';
import { type Condition, condition, UnsupportedPolicy } from './condition.ts';
import type { Patterns, Policy, PrincipalPattern, Statement } from './policy.ts';

/** Where a policy stands: on a user, role or session, or as the trust policy of a role. */
export type PolicyKind = 'identity' | 'trust';

export type ParsedPolicy =
  | { readonly ok: true; readonly policy: Policy }
  /** AWS would answer MalformedPolicyDocument. */
  | { readonly ok: false; readonly malformed: string };

type RawStatement = z.infer<typeof statementSchema>;

/**
 * Reads a policy document. Throws `UnsupportedPolicy` for what AWS would accept and this model cannot
 * judge, so that nothing is allowed by oversight.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(text: string, kind: PolicyKind): ParsedPolicy {
  const json = readJson(text);
  if (json === undefined) return { ok: false, malformed: 'Syntax errors in policy.' };
  const document = documentSchema.safeParse(json);
  if (!document.success) {
    const at = document.error.issues[0]?.path.join('.') ?? '';
    return { ok: false, malformed: `Syntax errors in policy. (${at})` };
  }
  const { Statement: written } = document.data;
  const raw = Array.isArray(written) ? written : [written];
  const malformed = raw.map((statement) => malformation(statement, kind)).find(Boolean);
  if (malformed !== undefined) return { ok: false, malformed };
  return { ok: true, policy: { statements: raw.map(readStatement) } };
}

/** Reads a policy that must be well formed. */
export function policyOf(document: unknown, kind: PolicyKind): Policy {
  const parsed = parsePolicy(JSON.stringify(document), kind);
  if (!parsed.ok) throw new Error(`malformed ${kind} policy: ${parsed.malformed}`);
  return parsed.policy;
}

const oneOrMore = z.union([z.string(), z.array(z.string()).min(1)]);
const value = z.union([z.string(), z.boolean(), z.number()]);
const values = z.union([value, z.array(value).min(1)]);

const statementSchema = z.strictObject({
  Sid: z.optional(z.string().regex(/^[A-Za-z0-9]*$/)),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.optional(
    z.union([
      z.literal('*'),
      z.strictObject({
        AWS: z.optional(oneOrMore),
        Service: z.optional(oneOrMore),
        Federated: z.optional(oneOrMore),
      }),
    ]),
  ),
  Action: z.optional(oneOrMore),
  NotAction: z.optional(oneOrMore),
  Resource: z.optional(oneOrMore),
  NotResource: z.optional(oneOrMore),
  Condition: z.optional(z.record(z.string(), z.record(z.string(), values))),
});

const documentSchema = z.strictObject({
  Version: z.optional(z.enum(['2012-10-17', '2008-10-17'])),
  Id: z.optional(z.string()),
  Statement: z.union([statementSchema, z.array(statementSchema).min(1)]),
});

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function malformation(raw: RawStatement, kind: PolicyKind): string | undefined {
  if ((raw.Action === undefined) === (raw.NotAction === undefined)) {
    return 'Policy statement must contain actions.';
  }
  const actions = listOf(raw.Action ?? raw.NotAction);
  if (actions.some((action) => !/^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/.test(action))) {
    return 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.';
  }
  const hasResource = raw.Resource !== undefined || raw.NotResource !== undefined;
  if (kind === 'trust') {
    if (actions.some((action) => !action.startsWith('sts:'))) {
      return 'AssumeRole policy may only specify STS AssumeRole actions.';
    }
    if (hasResource) return 'Has prohibited field Resource.';
    return raw.Principal === undefined ? 'Missing required field Principal.' : undefined;
  }
  if (raw.Principal !== undefined) return 'Policy document should not specify a principal.';
  if ((raw.Resource === undefined) === (raw.NotResource === undefined)) {
    return 'Policy statement must contain resources.';
  }
  const resources = listOf(raw.Resource ?? raw.NotResource);
  return resources.some((resource) => !/^(\*|arn:.+)$/.test(resource))
    ? 'Resource must be in ARN format or "*".'
    : undefined;
}

function readStatement(raw: RawStatement): Statement {
  const resources = patternsOf(raw.Resource, raw.NotResource);
  return {
    effect: raw.Effect,
    actions: patternsOf(raw.Action, raw.NotAction) ?? { except: false, patterns: [] },
    ...(resources === undefined ? {} : { resources }),
    ...(raw.Principal === undefined ? {} : { principals: principalsOf(raw.Principal) }),
    conditions: conditionsOf(raw),
  };
}

function patternsOf(
  only: string | readonly string[] | undefined,
  except: string | readonly string[] | undefined,
): Patterns | undefined {
  const patterns = listOf(only ?? except);
  if (patterns.some((pattern) => pattern.includes('${'))) {
    throw new UnsupportedPolicy('policy variables are not known here');
  }
  return patterns.length === 0 ? undefined : { except: only === undefined, patterns };
}

function principalsOf(
  written: NonNullable<RawStatement['Principal']>,
): readonly PrincipalPattern[] {
  if (written === '*') return [{ kind: 'AWS', value: '*' }];
  const kinds = ['AWS', 'Service', 'Federated'] as const;
  return kinds.flatMap((kind) => listOf(written[kind]).map((value) => ({ kind, value })));
}

function conditionsOf(raw: RawStatement): readonly Condition[] {
  return Object.entries(raw.Condition ?? {}).flatMap(([operator, byKey]) =>
    Object.entries(byKey).map(([key, expected]) =>
      condition(operator, key, (Array.isArray(expected) ? expected : [expected]).map(String)),
    ),
  );
}

function listOf(written: string | readonly string[] | undefined): readonly string[] {
  if (written === undefined) return [];
  return typeof written === 'string' ? [written] : written;
}
