import { functions } from '@sentinel/tvm/infrastructure/functions';
import type { Names } from '@sentinel/tvm/infrastructure/names';
import { rightsOf } from '@sentinel/tvm/infrastructure/rights';
import {
  accountRevokerRights,
  accountRevokerTrust,
  chainingRights,
  emergencyRoleTrust,
  executionRoleArn,
  protectedRoleTrust,
} from '@sentinel/tvm/infrastructure/trust';
import { iamMeanings } from './iam-meanings.ts';
import { jsonText } from './json.ts';
import { code, page, table } from './markdown.ts';

/** A policy with what its statements are for. */
export type ShownPolicy = {
  readonly title: string;
  readonly about: string;
  readonly policy: { readonly Statement: readonly { readonly Sid: string }[] };
  readonly meanings: Readonly<Record<string, string>>;
};

const names: Names = {
  partition: 'aws',
  region: 'REGION',
  accountId: 'HUB',
  name: 'sentinel',
  tableName: 'sentinel',
  streamLabel: 'LABEL',
  keyArn: 'arn:aws:kms:REGION:HUB:key/KEY',
  parameterPrefix: '/sentinel',
  protectedAccountIds: ['ACCOUNT'],
  revokerRoleArns: ['arn:aws:iam::ACCOUNT:role/SentinelRevoker'],
  topicArns: ['arn:aws:sns:REGION:HUB:TOPIC'],
};

const about = `What the Terraform modules and the CDK constructs write, for whoever deploys by other means or reviews it. Placeholders:
\`HUB\` is the account in which the server runs, \`ACCOUNT\` one with protected roles, \`REGION\` the Region of the server,
\`KEY\` the id of its key, \`LABEL\` the label of the table's stream, \`TOPIC\` a topic that channels name, \`PROFILE\` a profile
that may name the role, \`EMERGENCY\` a role and \`USER\` a user who may go past the server, \`NEXT\` a role that sessions may chain to.
There is one for each account, profile, topic, user and role.`;

const beside = `Each execution role trusts \`lambda.amazonaws.com\` and nobody else. The policy of the API's function admits API Gateway for
this API and stage alone: whoever else could invoke it could say to be anybody. All of this is judged by an IAM simulator,
with SCPs and without: [the table](../../testing/truth-table/rows.ts) says who may do what, and a mistake in any of these
policies turns a row.`;

/** Every policy of the page, in order. */
export const shownPolicies: readonly ShownPolicy[] = [
  ...functions.map(({ name, description }) => ({
    title: `Execution role \`sentinel-${name}\``,
    about: `${description}.`,
    policy: rightsOf(name, names),
    meanings: iamMeanings[name],
  })),
  {
    title: 'Who assumes a protected role',
    about: `The trust policy of each role \`SentinelProtected-*\`. A condition on a key that a request does not carry never holds, so
there is a statement for each of the three actions.`,
    policy: protectedRoleTrust({
      apiRoleArn: executionRoleArn(names, 'api'),
      profiles: ['PROFILE'],
      emergencyRoleArns: ['arn:aws:iam::HUB:role/EMERGENCY'],
      emergencyUserArns: ['arn:aws:iam::HUB:user/USER'],
    }),
    meanings: iamMeanings.protectedRole,
  },
  {
    title: 'Who takes an emergency role',
    about: `The trust policy to give each role that the statement \`EmergencyRole\` names. It is here that MFA is asked for: a
session of a role tells nothing of it, so the same condition in a protected role's trust would let no role in. Roles of
Identity Center have a trust policy of their own; there MFA is a setting of Identity Center.`,
    policy: emergencyRoleTrust(['arn:aws:iam::HUB:user/USER']),
    meanings: iamMeanings.emergencyRole,
  },
  {
    title: 'What sessions of a protected role assume further',
    about: 'An inline policy of each role `SentinelProtected-*`, beside what the role is for.',
    policy: chainingRights(['arn:aws:iam::ACCOUNT:role/NEXT']),
    meanings: iamMeanings.chaining,
  },
  {
    title: 'Who assumes `SentinelRevoker`',
    about: 'The trust policy of the role in each account with protected roles.',
    policy: accountRevokerTrust(executionRoleArn(names, 'revoker')),
    meanings: iamMeanings.accountRevokerTrust,
  },
  {
    title: 'What `SentinelRevoker` may do',
    about: 'Its one inline policy.',
    policy: accountRevokerRights('arn:aws:iam::ACCOUNT:policy/SentinelRevocations'),
    meanings: iamMeanings.accountRevoker,
  },
];

/** `iam.md`: who may do what on AWS, as plain JSON. */
export function iamPage(): string {
  return page('Policies on AWS', [
    about,
    ...shownPolicies.flatMap(sectionOf),
    '## Beside them',
    beside,
  ]);
}

function sectionOf(shown: ShownPolicy): readonly string[] {
  return [
    `## ${shown.title}`,
    shown.about,
    `\`\`\`json\n${jsonText(shown.policy)}\`\`\``,
    table(
      ['Statement', 'What for'],
      shown.policy.Statement.map(({ Sid }) => [code(Sid), shown.meanings[Sid] ?? '']),
    ),
  ];
}
