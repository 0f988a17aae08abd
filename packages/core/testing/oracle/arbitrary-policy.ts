import fc from 'fast-check';
import { anyConditions, subjectSet, withoutOmission } from './arbitrary-conditions.ts';
import type {
  RawApproval,
  RawBaseline,
  RawBreakGlass,
  RawPolicy,
  RawProfile,
  RawRule,
} from './raw.ts';

const caps = ['15m', '30m', '1h', '45m', 900, 3600, 1234] as const;
const readOnly = ['arn:aws:iam::aws:policy/ReadOnlyAccess'];

const approval: fc.Arbitrary<RawApproval> = fc.record(
  { approvers: subjectSet, count: fc.integer({ min: 1, max: 3 }) },
  { requiredKeys: ['approvers'] },
);
const breakGlass: fc.Arbitrary<RawBreakGlass> = fc.record({
  eligible: subjectSet,
  reason_codes: fc.constant(['incident', 'security']),
});

const permitting: fc.Arbitrary<RawRule> = fc.record(
  {
    name: fc.constant(''),
    effect: fc.constantFrom(
      'allow',
      'allow',
      'require_approval',
      'require_approval',
      'require_server',
      'require_server_session',
    ),
    conditions: anyConditions,
    reason: fc.constant('Because: it is so'),
    max_duration: fc.constantFrom(...caps),
    session_policy_arns: fc.constant(readOnly),
  },
  { requiredKeys: ['name', 'effect', 'conditions'] },
);
/** Narrow, so that they leave something to decide to the rules behind them. */
const denying: fc.Arbitrary<RawRule> = fc.record(
  {
    name: fc.constant(''),
    effect: fc.constant('deny'),
    conditions: fc
      .tuple(anyConditions, anyConditions)
      .map(([one, other]) => ({ ...one, ...other })),
    reason: fc.constant('Change freeze'),
    break_glass: fc.boolean(),
  },
  { requiredKeys: ['name', 'effect', 'conditions'] },
);

const baseline: fc.Arbitrary<RawBaseline> = fc.record(
  {
    version: fc.constant('1'),
    rules: fc.array(denying, { minLength: 1, maxLength: 2 }).map(named),
    defaults: fc.record(
      { approval, break_glass: breakGlass, max_duration: fc.constantFrom(...caps) },
      { requiredKeys: ['approval'] },
    ),
  },
  { requiredKeys: ['version', 'rules'] },
);

const document: fc.Arbitrary<RawProfile> = fc.record(
  {
    version: fc.constant('1'),
    profile: fc.record(
      {
        role_arn: fc.constant('arn:aws:iam::111122223333:role/SentinelProtected-Production'),
        region: fc.constant('eu-west-1'),
        max_duration: fc.constantFrom(...caps),
      },
      { requiredKeys: ['role_arn'] },
    ),
    rules: fc
      .array(fc.oneof(permitting, permitting, denying), { minLength: 1, maxLength: 5 })
      .map(named),
    approval,
    break_glass: breakGlass,
  },
  { requiredKeys: ['version', 'profile', 'rules', 'approval'] },
);

/** A valid document, under a valid baseline or none; approvers come now and then from the baseline alone. */
export const anyPolicy: fc.Arbitrary<RawPolicy> = fc
  .tuple(document, fc.option(baseline, { freq: 2, nil: undefined }), fc.boolean())
  .map(([document, baseline, inherits]) => {
    if (baseline === undefined) return { document };
    const { approval: _own, ...bare } = document;
    const isGiven = inherits && baseline.defaults?.approval !== undefined;
    return { baseline, document: isGiven ? bare : document };
  });

function named(rules: readonly RawRule[]): RawRule[] {
  return rules.map((rule, index) => ({
    ...rule,
    name: `rule-${index}`,
    conditions: withoutOmission(
      rule.conditions,
      isPassedByAllow(rules, index) ? 'deny' : rule.effect,
    ),
  }));
}

/** An approval before a rule that permits is a hurdle like a denial: nobody may pass it by saying less. */
function isPassedByAllow(rules: readonly RawRule[], index: number): boolean {
  const permits = ['allow', 'require_server', 'require_server_session'];
  const isApproval = rules[index]?.effect === 'require_approval';
  return isApproval && rules.slice(index + 1).some((rule) => permits.includes(rule.effect));
}
