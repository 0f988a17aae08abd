const account = '111122223333';

/** Who may call: the engineers of `@sentinel/core/testing/a-world`. */
const directory = `version: "1"
identity:
  domain: example.com
  trusted_session_names:
    - { account: "${account}", role: AWSReservedSSO_Engineers_0123456789abcdef, groups: [engineering] }
rate: { per_minute: 100000 }
`;

const baseline = `version: "1"
rules:
  - { name: suspended, effect: deny, conditions: { groups: [suspended] }, reason: suspended }
  - { name: closed, effect: deny, conditions: { dates: { from: 2020-12-20, until: 2021-01-03 } } }
`;

/** A profile as people write them: a freeze, a shift, hours of work, and a rule for all others. */
const profile = `version: "1"
profile:
  role_arn: arn:aws:iam::${account}:role/SentinelProtected-Production
  description: Production account
  region: eu-west-1
rules:
  - { name: freeze, effect: deny, conditions: { dates: { from: 2020-12-20, until: 2021-01-03 } }, reason: freeze }
  - name: night-shift
    effect: allow
    conditions:
      groups: [oncall]
      time: { days: [monday, tuesday], hours: { start: "22:00", end: "06:00" }, timezone: Europe/Berlin }
    max_duration: 30m
  - name: engineers
    effect: allow
    conditions: { groups: [engineering], justification: { required: true } }
    session_policy_arns: [arn:aws:iam::aws:policy/ReadOnlyAccess]
  - { name: others, effect: deny, conditions: { any: true }, reason: ask the engineers }
`;

/** What the stand-in of SSM holds, by the parameter's full name. */
export const documents: Readonly<Record<string, string>> = {
  '/sentinel/directory': directory,
  '/sentinel/baseline': baseline,
  '/sentinel/groups/suspended': 'version: "1"\nmembers: [mallory@example.com]\n',
  '/sentinel/groups/oncall': 'version: "1"\nmembers: [bob@example.com, carol@example.com]\n',
  '/sentinel/policies/production': profile,
};

/** What the vend that is measured asks for. */
export const ask = { profile: 'production', justification: 'rotate the signing key' } as const;
