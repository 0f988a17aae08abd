import * as z from 'zod/mini';
import type { SessionPolicy } from '../decision.ts';
import type { ProfileDocument } from '../document.ts';
import type { Finding } from '../problems.ts';
import { approval, checkApproval, toApproval } from './approval.ts';
import { homeOf, type Partition, policyArn, roleArn } from './arns.ts';
import { breakGlass, toBreakGlass } from './break-glass.ts';
import { duration } from './duration.ts';
import { line, name, version } from './fields.ts';
import { iamPolicy } from './iam-policy.ts';
import { kind } from './kind.ts';
import { sessionBounds } from './limits.ts';
import { checkNarrowing, toSessionPolicy } from './narrowing.ts';
import { checkApprovalOmission, checkRule, checkRuleNames, rule, toRule } from './rule.ts';
import type { Path } from './tree.ts';

const scope = z.strictObject({
  policy_arns: z.optional(z.array(policyArn)),
  policy: z.optional(iamPolicy),
});

const schema = z.strictObject({
  version,
  profile: z.strictObject({
    role_arn: roleArn,
    description: z.optional(line(256)),
    region: z.optional(z.string().check(z.regex(/^[a-z]{2,4}(?:-[a-z]{2,12}){1,2}-\d{1,2}$/))),
    max_duration: z.optional(duration(sessionBounds)),
    session_name: z.optional(z.enum(['per_user', 'per_vend'])),
  }),
  rules: z.array(rule),
  approval: z.optional(approval),
  break_glass: z.optional(breakGlass),
  notify: z.optional(z.array(name)),
  scopes: z.optional(z.record(name, scope)),
});

type WrittenProfile = z.output<typeof schema>;

/** A profile's policy document. */
export const profileKind = kind({ schema, check, build, remarks });

function check(written: WrittenProfile, partition: Partition): Finding[] {
  const role = homeOf(written.profile.role_arn);
  return [
    ...checkPartition(written, partition),
    ...checkRuleNames(written.rules, ['rules']),
    ...written.rules.flatMap((entry, index) => checkRule(entry, ['rules', index], role.account)),
    ...checkApprovalOmission(written.rules, ['rules']),
    ...checkApproval(written.approval, ['approval']),
    ...Object.entries(written.scopes ?? {}).flatMap(([key, entry]) =>
      checkNarrowing(narrowingOf(entry), ['scopes', key], role.account),
    ),
  ];
}

function build(written: WrittenProfile): ProfileDocument {
  const { profile } = written;
  return {
    profile: {
      roleArn: profile.role_arn,
      ...(profile.description !== undefined && { description: profile.description }),
      ...(profile.region !== undefined && { region: profile.region }),
      ...(profile.max_duration !== undefined && { maxDurationSeconds: profile.max_duration }),
      sessionName: profile.session_name ?? 'per_user',
    },
    rules: written.rules.map(toRule),
    ...(written.approval !== undefined && { approval: toApproval(written.approval) }),
    ...(written.break_glass !== undefined && { breakGlass: toBreakGlass(written.break_glass) }),
    ...(written.notify !== undefined && { notify: written.notify }),
    scopes: new Map(Object.entries(written.scopes ?? {}).flatMap(toScope)),
  };
}

function remarks(written: WrittenProfile): Finding[] {
  const message = '`session_table` is ignored: every vend has a recorded session';
  return written.rules.flatMap((entry, index) =>
    entry.session_table === undefined
      ? []
      : [{ path: ['rules', index, 'session_table'], on: 'key' as const, message }],
  );
}

function checkPartition(written: WrittenProfile, partition: Partition): Finding[] {
  const arns: readonly (readonly [Path, string])[] = [
    [['profile', 'role_arn'], written.profile.role_arn],
    ...written.rules.flatMap((entry, index) =>
      (entry.session_policy_arns ?? []).map(
        (arn, position) => [['rules', index, 'session_policy_arns', position], arn] as const,
      ),
    ),
    ...Object.entries(written.scopes ?? {}).flatMap(([key, entry]) =>
      (entry.policy_arns ?? []).map(
        (arn, position) => [['scopes', key, 'policy_arns', position], arn] as const,
      ),
    ),
  ];
  return arns.flatMap(([path, arn]) => {
    const found = homeOf(arn).partition;
    if (found === partition) return [];
    const message = `expected partition \`${partition}\`, found \`${found}\``;
    return [{ path, message, suggestion: arn.replace(found, partition) }];
  });
}

function toScope([key, written]: [string, z.output<typeof scope>]): [string, SessionPolicy][] {
  const sessionPolicy = toSessionPolicy(narrowingOf(written));
  return sessionPolicy === undefined ? [] : [[key, sessionPolicy]];
}

function narrowingOf(written: z.output<typeof scope>) {
  return {
    arns: written.policy_arns,
    inline: written.policy,
    keys: { arns: 'policy_arns', inline: 'policy' },
  } as const;
}
