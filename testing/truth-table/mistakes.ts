/** A mistake in what is deployed: texts of its normal form, and what somebody would have written. */
export type Mistake = {
  readonly name: string;
  readonly texts: readonly (readonly [of: string, to: string])[];
  /** Titles of rows that must not hold then; others may fall as well. */
  readonly breaks: readonly string[];
};

const vends = 'SEC-25 the API vends a role for its profile';
const always = '"Null":{"aws:PrincipalArn":["false"]}';
const trusted = '"Principal":{"AWS":["arn:aws:iam::111122223333:role/sentinel-api"]}';
const fromFunction =
  '"ArnEquals":{"lambda:SourceFunctionArn":["arn:aws:lambda:eu-west-1:111122223333:function:sentinel-api"]}';
const ofEmergency =
  '"StringNotLike":{"aws:SourceIdentity":["sentinel.*"],"sts:SourceIdentity":["sentinel.*"]}';
const ofEmergencies =
  ',"arn:aws:iam::444455556666:role/Emergency","arn:aws:iam::444455556666:user/emergency","arn:aws:iam::444455556666:user/on-call"';
const emergencyRoleGetsIn =
  'SEC-25 an emergency role assumes a role that names it, though no session of a role tells of MFA';
const emergencyRoleKeepsIdentity =
  'SEC-25 an emergency role with an identity of its own assumes a role that names it';
const takesRoleAsUser = [
  'SEC-25 an administrator makes a key of somebody who takes the emergency role',
  'SEC-25 an administrator gives somebody who takes the emergency role another MFA device',
];
const elsewhere = '"StringNotLike":{"aws:SourceIdentity":["sentinel.*"]}';

/** What is easily done wrong; each would pass a look. */
export const mistakes: readonly Mistake[] = [
  {
    name: 'a trust policy without SetSourceIdentity',
    texts: [
      [
        '"Action":["sts:SetSourceIdentity"],"Condition":{"StringLike"',
        '"Action":["sts:GetCallerIdentity"],"Condition":{"StringLike"',
      ],
    ],
    breaks: [vends],
  },
  {
    name: 'a trust policy without TagSession',
    texts: [
      [
        '"Action":["sts:TagSession"],"Condition":{"StringEquals"',
        '"Action":["sts:GetCallerIdentity"],"Condition":{"StringEquals"',
      ],
    ],
    breaks: [vends],
  },
  {
    name: 'a trust policy in which tagging too waits for a SourceIdentity',
    texts: [
      [
        '"Action":["sts:TagSession"],"Condition":{',
        '"Action":["sts:TagSession"],"Condition":{"StringLike":{"sts:SourceIdentity":["sentinel.*"]},',
      ],
    ],
    breaks: [vends],
  },
  {
    name: 'an API that may not set a SourceIdentity',
    texts: [
      [
        '["sts:AssumeRole","sts:SetSourceIdentity"],"Condition":{"ArnEquals"',
        '["sts:AssumeRole"],"Condition":{"ArnEquals"',
      ],
    ],
    breaks: [vends],
  },
  {
    name: 'an API that may not tag',
    texts: [
      [
        '["sts:TagSession"],"Condition":{"ArnEquals"',
        '["sts:GetCallerIdentity"],"Condition":{"ArnEquals"',
      ],
    ],
    breaks: [vends],
  },
  {
    name: 'the pattern `*sentinel*`, which a name can forge',
    texts: [['"sentinel.*"', '"*sentinel*"']],
    breaks: ['SEC-25 the API vends by a stamp that is none of ours'],
  },
  {
    name: 'the pattern `sentinel*`, which a name can forge',
    texts: [['"sentinel.*"', '"sentinel*"']],
    breaks: ['SEC-25 the API vends by a stamp that begins almost like ours'],
  },
  {
    name: 'a pattern of one kind of stamp that a name can forge',
    texts: [['"sentinel.approved.*"', '"sentinel.*approved.*"']],
    breaks: ['SEC-25 the API vends by a name that looks like another stamp'],
  },
  {
    name: 'index ARNs that are missing',
    texts: [[',"arn:aws:dynamodb:eu-west-1:111122223333:table/sentinel/index/*"', '']],
    breaks: ['SEC-24 the API queries an index'],
  },
  {
    name: '`*` accounts',
    texts: [
      [
        'arn:aws:iam::444455556666:role/SentinelProtected-*',
        'arn:aws:iam::*:role/SentinelProtected-*',
      ],
    ],
    breaks: ["SEC-25 the API assumes a stranger's trap"],
  },
  {
    name: 'a role that is not pinned to its profile',
    texts: [
      [
        '"StringEquals":{"aws:RequestTag/SentinelProfile":["production"]}',
        '"StringNotEquals":{"aws:RequestTag/SentinelProfile":["nothing"]}',
      ],
    ],
    breaks: [
      'SEC-30 the API vends a role that is pinned to another profile',
      'SEC-30 the API vends a role for no profile',
    ],
  },
  {
    name: 'a profile as a pattern',
    texts: [
      [
        '"StringEquals":{"aws:RequestTag/SentinelProfile":["production"]}',
        '"StringLikeIfExists":{"aws:RequestTag/SentinelProfile":["production*"]}',
      ],
    ],
    breaks: ['SEC-30 the API vends a role for a profile whose name begins alike'],
  },
  {
    name: 'a trust of the whole hub',
    texts: [[trusted, '"Principal":{"AWS":["arn:aws:iam::111122223333:root"]}']],
    breaks: ['SEC-25 an administrator of the hub assumes a protected role'],
  },
  {
    name: 'a trust of everybody',
    texts: [[trusted, '"Principal":{"AWS":["*"]}']],
    breaks: [
      'SEC-25 a stranger assumes a protected role',
      'SEC-25 an administrator of the hub assumes a protected role',
    ],
  },
  {
    name: 'rights that a stolen role keeps',
    texts: [[fromFunction, always]],
    breaks: [
      'SEC-25 the API role, stolen vends a role',
      'SEC-25 the API role in another function vends a role',
      'SEC-24 the API role, stolen writes the table',
    ],
  },
  {
    name: 'an emergency user without MFA',
    texts: [['"Bool":{"aws:MultiFactorAuthPresent":["true"]}', always]],
    breaks: ['SEC-25 an emergency user without MFA assumes a role that names it'],
  },
  {
    name: 'MFA that is asked for only where AWS tells of it',
    texts: [['"Bool":{"aws:Multi', '"BoolIfExists":{"aws:Multi']],
    breaks: ['SEC-25 an emergency user without MFA assumes a role that names it'],
  },
  {
    name: 'MFA that is asked of emergency roles, so that nobody gets in',
    texts: [
      [
        '"Action":["sts:AssumeRole"],"Condition":{"StringNotLike":{"aws:SourceIdentity"',
        '"Action":["sts:AssumeRole"],"Condition":{"Bool":{"aws:MultiFactorAuthPresent":["true"]},"StringNotLike":{"aws:SourceIdentity"',
      ],
    ],
    breaks: [emergencyRoleGetsIn, emergencyRoleKeepsIdentity],
  },
  {
    name: 'an emergency role that is taken without MFA',
    texts: [['"Bool":{"aws:MultiFactorAuthPresent":"true"}', always]],
    breaks: ['SEC-25 somebody on call without MFA takes the emergency role'],
  },
  {
    name: 'emergencies that cannot keep an identity of their own',
    texts: [
      [
        '"Action":["sts:SetSourceIdentity"],"Condition":{"StringNotLike"',
        '"Action":["sts:GetCallerIdentity"],"Condition":{"StringNotLike"',
      ],
    ],
    breaks: [
      emergencyRoleKeepsIdentity,
      'SEC-25 an emergency user with MFA assumes it by an identity of its own',
    ],
  },
  {
    name: 'emergencies that must have an identity, which most have not',
    texts: [[ofEmergency, `${ofEmergency},"Null":{"aws:SourceIdentity":["false"]}`]],
    breaks: [emergencyRoleGetsIn, 'SEC-25 an emergency user with MFA assumes a role that names it'],
  },
  {
    name: 'an emergency that looks vended',
    texts: [
      [ofEmergency, always.replace('PrincipalArn', 'PrincipalAccount')],
      ['"StringNotLike":{"sts:SourceIdentity":["sentinel.*"]}', always],
    ],
    breaks: [
      'SEC-25 an emergency user with MFA assumes it by a stamp of ours',
      'SEC-25 an emergency role assumes it by a stamp of ours',
    ],
  },
  {
    name: 'a session that chains on to anywhere',
    texts: [['["sts:AssumeRole","sts:AssumeRoot"]', '["sts:AssumeRoot"]']],
    breaks: [
      'SEC-25 a vended session assumes a role that trusts its account',
      'SEC-25 a vended session that may chain chains on to another role',
    ],
  },
  {
    name: 'Scan and DeleteItem',
    texts: [['"dynamodb:PutItem",', '"dynamodb:PutItem","dynamodb:Scan","dynamodb:DeleteItem",']],
    breaks: ['SEC-24 the API scans the table', 'SEC-24 the API deletes an item'],
  },
  {
    name: 'an authorizer that may do all with the table',
    texts: [['["dynamodb:GetItem"]', '["dynamodb:*"]']],
    breaks: ['SEC-24 the authorizer queries the table', 'SEC-24 the authorizer writes the table'],
  },
  {
    name: 'an API that reads channels',
    texts: [['parameter/sentinel/policies/*', 'parameter/sentinel/*']],
    breaks: ['SEC-24 the API reads a channel'],
  },
  {
    name: 'decryption past DynamoDB',
    texts: [['"StringEquals":{"kms:ViaService":["dynamodb.eu-west-1.amazonaws.com"]}', always]],
    breaks: ['SEC-24 the API decrypts by itself'],
  },
  {
    name: 'a revoker that may delete the policy itself',
    texts: [['"iam:DeletePolicyVersion"', '"iam:DeletePolicy*"']],
    breaks: ['SEC-24 the revoker in an account deletes the policy'],
  },
  {
    name: 'a way of the revoker for the whole hub',
    texts: [['{"AWS":["arn:aws:iam::111122223333:role/sentinel-revoker"]}', '{"AWS":["*"]}']],
    breaks: ['SEC-24 an administrator goes the way of the revoker'],
  },
  {
    name: 'any API that may invoke the function',
    texts: [['a1b2c3d4e5/$default/*', '*']],
    breaks: ['SEC-29 API Gateway hands the API an event of another API'],
  },
  {
    name: 'any stage that may invoke the function',
    texts: [['a1b2c3d4e5/$default/*', 'a1b2c3d4e5/*']],
    breaks: ['SEC-29 API Gateway hands the API an event of another stage'],
  },
  {
    name: 'any rule that may wake the revoker',
    texts: [['rule/sentinel-revoker', 'rule/*']],
    breaks: ['SEC-29 the schedule wakes the revoker by another rule'],
  },
  {
    name: 'any service of any API that may ask the authorizer',
    texts: [['service001/authorizers/*', '*/authorizers/*']],
    breaks: ['SEC-29 API Gateway asks the authorizer for another service'],
  },
  {
    name: 'guardrails by which a deployer may invoke directly',
    texts: [['["lambda:Invoke*"]', '["lambda:InvokeAsync"]']],
    breaks: ['SEC-29 a deployer invokes the API'],
  },
  {
    name: 'guardrails that leave versions of functions out',
    texts: [[',"arn:aws:lambda:*:111122223333:function:sentinel-api:*"', '']],
    breaks: ['SEC-29 a power user of the hub invokes a version of the API'],
  },
  {
    name: 'a guardrail that forbids chaining',
    texts: [[elsewhere, '"StringNotLike":{"aws:SourceIdentity":["nobody"]}']],
    breaks: ['SEC-25 a vended session that may chain chains on to the role that is named'],
  },
  {
    name: 'a guardrail that forbids vending',
    texts: [
      [
        '"ArnNotEquals":{"aws:PrincipalArn":["arn:aws:iam::111122223333:role/sentinel-api",',
        '"ArnNotEquals":{"aws:PrincipalArn":[',
      ],
    ],
    breaks: [vends],
  },
  {
    name: 'guardrails that keep emergencies out',
    texts: [[`${ofEmergencies}]}}`, ']}}']],
    breaks: [emergencyRoleGetsIn, 'SEC-25 an emergency user with MFA assumes a role that names it'],
  },
  {
    name: 'guardrails that leave emergencies to administrators',
    texts: [[`role/deploy"${ofEmergencies}]`, 'role/deploy"]']],
    breaks: [
      'SEC-25 an administrator changes who takes the emergency role',
      'SEC-25 an administrator makes a key of an emergency user',
      'SEC-25 an administrator gives an emergency user another MFA device',
      ...takesRoleAsUser,
    ],
  },
  {
    name: 'guardrails that leave out who takes the emergency role',
    texts: [['user/emergency","arn:aws:iam::444455556666:user/on-call"', 'user/emergency"']],
    breaks: takesRoleAsUser,
  },
  {
    name: 'an SCP that forgets assuming roles',
    texts: [
      [
        '"Action":["sts:AssumeRole"],"Condition":{"ArnNotEquals"',
        '"Action":["sts:AssumeRoleWithSAML"],"Condition":{"ArnNotEquals"',
      ],
      ['["sts:AssumeRole","sts:AssumeRoleWithSAML"', '["sts:AssumeRoleWithSAML"'],
    ],
    breaks: ['SEC-25 an administrator assumes a role that trusts its account by mistake'],
  },
  {
    name: 'an RCP that forgets assuming roles',
    texts: [['["sts:AssumeRole","sts:AssumeRoleWithSAML"', '["sts:AssumeRoleWithSAML"']],
    breaks: ['SEC-25 a stranger assumes a role that trusts everybody by mistake'],
  },
  {
    name: 'guardrails that forget who sets stamps',
    texts: [
      [
        '["sts:SetSourceIdentity"],"Condition":{"ArnNotEquals"',
        '["sts:GetFederationToken"],"Condition":{"ArnNotEquals"',
      ],
    ],
    breaks: ['SEC-25 an administrator sets a stamp of ours'],
  },
  {
    name: 'guardrails that leave protected roles to administrators',
    texts: [['["iam:Get*","iam:List*","sts:*"]', '["iam:*","sts:*"]']],
    breaks: [
      'SEC-25 an administrator changes who a protected role trusts',
      'SEC-25 an administrator passes a protected role',
    ],
  },
  {
    name: 'guardrails that leave documents to everybody',
    texts: [['"ssm:Describe*"', '"ssm:*"']],
    breaks: ['SEC-30 a power user of the hub writes a policy'],
  },
  {
    name: 'guardrails that leave the table to everybody',
    texts: [['"dynamodb:BatchGet*"', '"dynamodb:*"']],
    breaks: ['SEC-24 a power user of the hub writes the table'],
  },
  {
    name: 'guardrails that leave logs to everybody',
    texts: [['"logs:Describe*"', '"logs:*"']],
    breaks: ['SEC-24 a power user of the hub deletes the log of records'],
  },
];

/** The same with a mistake in its text. Throws where the text holds nothing to mistake. */
export function mistaken<T>(whole: T, { name, texts }: Mistake): T {
  const changed = texts.reduce((text, [of, to]) => {
    if (!text.includes(of)) throw new Error(`nothing to mistake for: ${name}: ${of}`);
    return text.replaceAll(of, to);
  }, JSON.stringify(whole));
  return JSON.parse(changed);
}
