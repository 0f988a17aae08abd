import { place, protectedRoleArn, topicArn } from './place.ts';

const engineers = '{ groups: [engineering] }';

/**
 * What the dev stack's Parameter Store holds at its start, by parameter name: a directory, groups, and a profile for
 * each answer that a person can get. `nowMs` places the change freeze around today.
 */
export function demoDocuments(nowMs: number): Readonly<Record<string, string>> {
  return {
    '/sentinel/directory': directory,
    '/sentinel/groups/oncall': group('bob@example.com'),
    '/sentinel/groups/sre-leads': group('carol@example.com'),
    '/sentinel/groups/security': group('erin@example.com'),
    '/sentinel/policies/dev': profile('Dev', 'Play here', [
      `{ name: engineers, effect: allow, conditions: ${engineers} }`,
    ]),
    '/sentinel/policies/staging': profile('Staging', 'Look, do not touch', [
      `{ name: engineers, effect: allow, conditions: ${engineers}, max_duration: 30m, session_policy_arns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }`,
    ]),
    '/sentinel/policies/production': profile(
      'Production',
      'Customers live here',
      [
        '{ name: oncall, effect: allow, conditions: { groups: [oncall], justification: { required: true } } }',
        `{ name: engineers, effect: require_approval, conditions: ${engineers}, reason: production needs a second pair of eyes }`,
      ],
      `${approval}notify: [security]\nscopes: { read-only: { policy_arns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] } }\n`,
    ),
    '/sentinel/policies/database': profile(
      'Database',
      'Nobody alone, but in an emergency',
      [
        `{ name: engineers, effect: require_approval, conditions: ${engineers}, reason: the database needs a second pair of eyes }`,
      ],
      `${approval}${breakGlass}notify: [security]\n`,
    ),
    '/sentinel/policies/payments': profile('Payments', 'Frozen until next week', [
      `{ name: freeze, effect: deny, conditions: { dates: { from: ${day(nowMs, -1)}, until: ${day(nowMs, 6)} } }, reason: change freeze }`,
      `{ name: engineers, effect: allow, conditions: ${engineers} }`,
    ]),
  };
}

/** Channels, which are SecureStrings: the notifier alone reads them. */
export const demoChannels: Readonly<Record<string, string>> = {
  '/sentinel/channels/security': `version: "1"\ntype: sns\ntopic_arn: ${topicArn}\nformat: chat\n`,
};

const directory = `version: "1"
identity:
  domain: example.com
  trusted_session_names:
    - { account: "${place.hubAccount}", role: ${place.ssoRole}, groups: [engineering] }
  people: { alice@example.com: [iam/alice] }
administration:
  revoke: { groups: [security] }
  audit: { groups: [sre-leads, security] }
`;

const approval = 'approval: { approvers: { groups: [sre-leads] }, max_grant: 4h }\n';

const breakGlass = `break_glass:
  eligible: { groups: [oncall] }
  reason_codes: [incident, security, recovery]
  max_duration: 4h
  review: { required: true, within: 72h, reviewers: { groups: [sre-leads] } }
`;

function group(...members: readonly string[]): string {
  return `version: "1"\nmembers: [${members.join(', ')}]\n`;
}

function profile(
  role: string,
  description: string,
  rules: readonly string[],
  sections = '',
): string {
  return `version: "1"
profile: { role_arn: "${protectedRoleArn(role)}", description: "${description}", region: ${place.region} }
rules:
${rules.map((rule) => `  - ${rule}`).join('\n')}
${sections}`;
}

/** A calendar day in UTC, so many days from now. */
function day(nowMs: number, days: number): string {
  return new Date(nowMs + days * 86_400_000).toISOString().slice(0, 10);
}
