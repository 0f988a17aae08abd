/** Builders of what policy is evaluated from. Nothing of them is valid by chance: conditions go through their schema. */
import type { SubjectId } from '../src/identity/subject.ts';
import { type Conditions, conditionsSchema } from '../src/policy/conditions/index.ts';
import type {
  Baseline,
  BreakGlass,
  Effect,
  PolicySet,
  ProfileDocument,
  Rule,
} from '../src/policy/document.ts';
import type { Facts } from '../src/policy/facts.ts';
import { isProfileName, type ProfileName } from '../src/policy/names.ts';

/** Alice of no group, asking for `production` on Wednesday 2026-08-12 at 09:30 UTC. */
export function factsOf(
  facts: Partial<Omit<Facts, 'subject' | 'profile' | 'groups'>> & {
    readonly subject?: string;
    readonly profile?: string;
    readonly groups?: readonly string[];
  } = {},
): Facts {
  return {
    nowMs: Date.UTC(2026, 7, 12, 9, 30),
    sourceIp: '192.0.2.1',
    justification: '',
    ticket: '',
    ...facts,
    subject: subjectOf(facts.subject ?? 'alice@example.com'),
    profile: profileOf(facts.profile ?? 'production'),
    groups: new Set(facts.groups ?? []),
  };
}

/** Conditions as a document writes them. */
export function conditionsOf(written: Readonly<Record<string, unknown>>): Conditions {
  return conditionsSchema.parse(written);
}

/** A rule as a document writes it, its conditions too. */
export function ruleOf(
  effect: Effect,
  conditions: Readonly<Record<string, unknown>>,
  more: Partial<Omit<Rule, 'effect' | 'conditions'>> = {},
): Rule {
  return { name: 'rule', effect, conditions: conditionsOf(conditions), ...more };
}

/** A profile's document with these rules, under a baseline if one is given. */
export function policyOf(
  rules: readonly Rule[],
  more: Partial<Omit<ProfileDocument, 'rules' | 'scopes'>> & {
    readonly baseline?: Partial<Baseline>;
  } = {},
): PolicySet {
  const { baseline, ...document } = more;
  return {
    profile: {
      profile: {
        roleArn: 'arn:aws:iam::111122223333:role/SentinelProtected-Production',
        sessionName: 'per_user',
      },
      rules,
      scopes: new Map(),
      ...document,
    },
    ...(baseline && { baseline: { rules: [], defaults: {}, ...baseline } }),
  };
}

/** Break-glass for these, reviewed within three days. */
export function breakGlassFor(eligible: BreakGlass['eligible']): BreakGlass {
  return {
    eligible,
    reasonCodes: ['incident'],
    maxDurationSeconds: 3600,
    review: { required: true, withinSeconds: 259_200 },
  };
}

function subjectOf(text: string): SubjectId {
  return text as SubjectId; // tests name subjects in their canonical form
}

function profileOf(text: string): ProfileName {
  if (!isProfileName(text)) throw new Error(`\`${text}\` is not a profile's name`);
  return text;
}
