import { documents as few } from '../stand-ins/documents.ts';

const role = (name: string) => `arn:aws:iam::111122223333:role/SentinelProtected-${name}`;

/** A profile that a person gets only when somebody else has approved. */
const database = `version: "1"
profile: { role_arn: "${role('Database')}", description: Nobody alone, region: eu-west-1 }
rules:
  - { name: engineers, effect: require_approval, conditions: { groups: [engineering] }, reason: a second pair of eyes }
approval: { approvers: { groups: [leads] }, max_grant: 4h }
`;

/** A profile that nobody gets. */
const payments = `version: "1"
profile: { role_arn: "${role('Payments')}", description: Frozen, region: eu-west-1 }
rules:
  - { name: freeze, effect: deny, conditions: { any: true }, reason: change freeze }
`;

/** How many people may approve. */
export const leads = 10;

const directory = `version: "1"
identity:
  domain: example.com
  trusted_session_names:
    - { account: "111122223333", role: AWSReservedSSO_Engineers_0123456789abcdef, groups: [engineering] }
administration: { audit: { groups: [leads] } }
rate: { per_minute: 100000 }
`;

/** What the stand-in of SSM holds, by the parameter's full name; no rate limit stands in the way. */
export const documents: Readonly<Record<string, string>> = {
  ...few,
  '/sentinel/directory': directory,
  '/sentinel/groups/leads': `version: "1"\nmembers: [${Array.from({ length: leads }, (_, nth) => `lead${nth}@example.com`).join(', ')}]\n`,
  '/sentinel/policies/database': database,
  '/sentinel/policies/payments': payments,
};
