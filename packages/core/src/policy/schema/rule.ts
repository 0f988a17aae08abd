import * as z from 'zod/mini';
import { type Conditions, conditionsSchema } from '../conditions/index.ts';
import type { Effect, Rule } from '../document.ts';
import type { Finding } from '../problems.ts';
import { policyArn } from './arns.ts';
import { duration } from './duration.ts';
import { line } from './fields.ts';
import { iamPolicy } from './iam-policy.ts';
import { sessionBounds } from './limits.ts';
import { checkNarrowing, toSessionPolicy } from './narrowing.ts';
import { checkOmission } from './omission.ts';
import type { Path } from './tree.ts';

const common = {
  name: line(64),
  conditions: conditionsSchema,
  reason: z.optional(line(256)),
  break_glass: z.optional(z.boolean()),
};

/** A rule of a profile, as written. */
export const rule = z.strictObject({
  ...common,
  effect: z.enum(['allow', 'deny', 'require_approval', 'require_server', 'require_server_session']),
  max_duration: z.optional(duration(sessionBounds)),
  max_server_duration: z.optional(duration(sessionBounds)),
  session_table: z.optional(line(255)),
  session_policy_arns: z.optional(z.array(policyArn)),
  session_policy: z.optional(iamPolicy),
});

/** A rule of the baseline, as written: it can only deny. */
export const baselineRule = z.strictObject({
  ...common,
  effect: z.literal('deny', 'expected `deny`, all that the baseline may do'),
});

type WrittenRule = z.output<typeof rule>;

/** What the shape of one rule does not show. `account` is that of the profile's role. */
export function checkRule(written: WrittenRule, path: Path, account: string): Finding[] {
  const isDeny = written.effect === 'deny';
  return [
    ...(isDeny ? [] : refuseKeys(written, ['break_glass'], 'stands on deny rules only')),
    ...(isDeny ? refuseKeys(written, vendingKeys, 'has no meaning on a deny rule') : []),
    ...(written.max_duration !== undefined
      ? refuseKeys(written, ['max_server_duration'], 'is the old name of `max_duration`: keep one')
      : []),
    ...checkNarrowing(narrowingOf(written), [], account),
    ...checkRuleOmission(written),
  ].map((finding) => ({ ...finding, path: [...path, ...finding.path] }));
}

function checkRuleOmission(written: Common & Pick<WrittenRule, 'effect'>): Finding[] {
  const effect = effectOf(written.effect);
  if (effect === 'require_approval') return [];
  return checkOmission(written.conditions, effect === 'deny' ? 'denial' : 'permission', []);
}

/**
 * Refuses an approval that only those need who say why, where a later rule may permit those who do not. (One that
 * only those need who do not say why is the natural thing, and stands behind an `allow` that asks.)
 */
export function checkApprovalOmission(rules: readonly WrittenRule[], path: Path): Finding[] {
  const lastAllow = rules.findLastIndex((rule) => effectOf(rule.effect) === 'allow');
  return rules.flatMap((rule, index) =>
    rule.effect === 'require_approval' && index < lastAllow
      ? checkOmission(rule.conditions, 'approval', [...path, index])
      : [],
  );
}

/** Refuses a name that an earlier rule of the list has. */
export function checkRuleNames(rules: readonly { readonly name: string }[], path: Path): Finding[] {
  const seen = new Set<string>();
  return rules.flatMap(({ name }, index) => {
    const isRepeated = seen.has(name);
    seen.add(name);
    const message = `rule name \`${name}\` is there twice`;
    return isRepeated ? [{ path: [...path, index, 'name'], message }] : [];
  });
}

/** A profile's rule as evaluated. */
export function toRule(written: WrittenRule): Rule {
  const maxDurationSeconds = written.max_duration ?? written.max_server_duration;
  const sessionPolicy = toSessionPolicy(narrowingOf(written));
  return {
    ...toCommon(written, effectOf(written.effect)),
    ...(maxDurationSeconds !== undefined && { maxDurationSeconds }),
    ...(sessionPolicy !== undefined && { sessionPolicy }),
  };
}

/** The baseline's rule as evaluated. */
export function toBaselineRule(written: z.output<typeof baselineRule>): Rule {
  return toCommon(written, 'deny');
}

type Common = {
  readonly name: string;
  readonly conditions: Conditions;
  readonly reason?: string | undefined;
  readonly break_glass?: boolean | undefined;
};

function toCommon(written: Common, effect: Effect): Rule {
  return {
    name: written.name,
    effect,
    conditions: written.conditions,
    ...(written.reason !== undefined && { reason: written.reason }),
    ...(written.break_glass !== undefined && { breakGlass: written.break_glass }),
  };
}

const vendingKeys = [
  'max_duration',
  'max_server_duration',
  'session_policy_arns',
  'session_policy',
] as const;

function refuseKeys(
  written: WrittenRule,
  keys: readonly (keyof WrittenRule)[],
  why: string,
): Finding[] {
  return keys
    .filter((key) => written[key] !== undefined)
    .map((key) => ({ path: [key], on: 'key', message: `\`${key}\` ${why}` }));
}

/** Every vend is server-side with a recorded session, so the older effects ask for nothing more. */
function effectOf(written: WrittenRule['effect']): Effect {
  switch (written) {
    case 'allow':
    case 'require_server':
    case 'require_server_session':
      return 'allow';
    case 'deny':
    case 'require_approval':
      return written;
  }
}

function narrowingOf(written: WrittenRule) {
  return {
    arns: written.session_policy_arns,
    inline: written.session_policy,
    keys: { arns: 'session_policy_arns', inline: 'session_policy' },
  } as const;
}
