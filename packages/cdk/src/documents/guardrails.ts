import type { FunctionName } from '../declarations/rights.ts';
import type { PolicyDocument, Statement } from './policy-document.ts';

/** What the guardrails are written with. */
export type Guarded = {
  /** Execution roles of the server, by function; the authorizer's where there is one. */
  readonly executionRoleArns: Readonly<Partial<Record<FunctionName, string>>> &
    Readonly<Record<'api' | 'revoker' | 'notifier', string>>;
  readonly deployRoleArns: readonly string[];
  readonly accountDeployRoleNames: readonly string[];
  readonly policyWriterRoleArns: readonly string[];
  /** Roles and users that go past the server. */
  readonly emergencyArns: readonly string[];
  readonly name: string;
  readonly tableName: string;
  readonly keyArn: string;
  readonly apiId: string;
  readonly parameterPrefix: string;
  readonly revokerRoleName: string;
  readonly revocationPolicyName: string;
};

/** The policies of Organizations: for every account, for the hub in two because of their length, and for resources. */
export type GuardrailDocuments = {
  readonly organization: PolicyDocument;
  readonly hubFunctions: PolicyDocument;
  readonly hubState: PolicyDocument;
  readonly resources: PolicyDocument;
};

/**
 * Three SCPs and an RCP: nobody passes the server by, and nobody but deployers changes it.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
 */
export function guardrailDocuments(guarded: Guarded): GuardrailDocuments {
  return {
    organization: document(everyAccount(guarded)),
    hubFunctions: document(functionsOfHub(guarded)),
    hubState: document(stateOfHub(guarded)),
    resources: document(resources(guarded)),
  };
}

function everyAccount(guarded: Guarded): readonly Statement[] {
  const { partition } = placeOf(guarded);
  const anywhere = `arn:${partition}:iam::*`;
  const revokers = `${anywhere}:role/${guarded.revokerRoleName}`;
  const deployers = guarded.accountDeployRoleNames.map((name) => `${anywhere}:role/${name}`);
  const all = [...guarded.deployRoleArns, ...deployers];
  return [
    deny('VendedByServerOnly', {
      Action: ['sts:AssumeRole'],
      Resource: [protectedRoles(guarded)],
      Condition: butVending(guarded),
    }),
    deny('IdentityByServerOnly', {
      Action: ['sts:SetSourceIdentity'],
      Resource: ['*'],
      Condition: forgedIdentity(guarded),
    }),
    deny('RolesByDeployersOnly', {
      NotAction: ['iam:Get*', 'iam:List*', 'sts:*'],
      // Who could change an emergency role's trust, or make a key and an MFA device of a user, would come in as them.
      Resource: [
        protectedRoles(guarded),
        revokers,
        ...deployers,
        ...guarded.deployRoleArns,
        ...guarded.emergencyArns,
      ],
      Condition: but(all),
    }),
    deny('RevocationsByRevokerOnly', {
      NotAction: ['iam:Get*', 'iam:List*'],
      Resource: [`${anywhere}:policy/${guarded.revocationPolicyName}`],
      Condition: but([revokers, ...all]),
    }),
  ];
}

function functionsOfHub(guarded: Guarded): readonly Statement[] {
  const { partition, hub } = placeOf(guarded);
  const functions = functionNames.map(
    (name) => `arn:${partition}:lambda:*:${hub}:function:${guarded.name}-${name}`,
  );
  const withVersions = [...functions, ...functions.map((arn) => `${arn}:*`)];
  const api = `arn:${partition}:apigateway:*::/apis/${guarded.apiId}`;
  const deployers = but(guarded.deployRoleArns);
  return [
    // API Gateway, the schedule and the stream call as services, to which no SCP applies.
    deny('NoEventsByHand', { Action: ['lambda:Invoke*'], Resource: withVersions }),
    deny('FunctionsByDeployersOnly', {
      NotAction: ['lambda:Get*', 'lambda:List*'],
      Resource: withVersions,
      Condition: deployers,
    }),
    deny('SourcesByDeployersOnly', {
      Action: [
        'lambda:CreateEventSourceMapping',
        'lambda:DeleteEventSourceMapping',
        'lambda:UpdateEventSourceMapping',
      ],
      Resource: ['*'],
      Condition: {
        ...deployers,
        ArnLike: { 'lambda:FunctionArn': functions.map((arn) => `${arn}*`) },
      },
    }),
    deny('ExecutionRolesByDeployersOnly', {
      NotAction: ['iam:Get*', 'iam:List*'],
      Resource: Object.values(guarded.executionRoleArns),
      Condition: deployers,
    }),
    deny('ApiByDeployersOnly', {
      NotAction: ['apigateway:GET'],
      Resource: [api, `${api}/*`],
      Condition: deployers,
    }),
  ];
}

function stateOfHub(guarded: Guarded): readonly Statement[] {
  const { partition, hub } = placeOf(guarded);
  const { executionRoleArns: roles, deployRoleArns: deployers, policyWriterRoleArns } = guarded;
  const parameters = `arn:${partition}:ssm:*:${hub}:parameter${guarded.parameterPrefix}`;
  const table = `arn:${partition}:dynamodb:*:${hub}:table/${guarded.tableName}`;
  const logGroups = [
    ...functionNames.map((name) => `/aws/lambda/${guarded.name}-${name}`),
    `/aws/apigateway/${guarded.name}`,
  ].map((name) => `arn:${partition}:logs:*:${hub}:log-group:${name}`);
  return [
    deny('DocumentsByWritersOnly', {
      NotAction: ['ssm:Describe*', 'ssm:Get*', 'ssm:List*'],
      Resource: [parameters, `${parameters}/*`],
      Condition: but([...deployers, ...policyWriterRoleArns]),
    }),
    deny('TableByServerOnly', {
      NotAction: [
        'dynamodb:BatchGet*',
        'dynamodb:ConditionCheckItem',
        'dynamodb:Describe*',
        'dynamodb:Get*',
        'dynamodb:List*',
        'dynamodb:Query',
        'dynamodb:Scan',
      ],
      Resource: [table, `${table}/*`],
      Condition: but([roles.api, roles.revoker, ...deployers]),
    }),
    deny('KeyByDeployersOnly', {
      NotAction: [
        'kms:Decrypt',
        'kms:Describe*',
        'kms:Encrypt',
        'kms:GenerateDataKey*',
        'kms:Get*',
        'kms:List*',
        'kms:ReEncrypt*',
      ],
      Resource: [guarded.keyArn],
      Condition: but(deployers),
    }),
    deny('LogsByServerOnly', {
      NotAction: [
        'logs:Describe*',
        'logs:Filter*',
        'logs:Get*',
        'logs:List*',
        'logs:Start*',
        'logs:Stop*',
      ],
      Resource: logGroups.flatMap((arn) => [arn, `${arn}:*`]),
      Condition: but([...Object.values(roles), ...deployers]),
    }),
  ];
}

/** Whoever asks, of whatever organisation. A caller by SAML or web identity has no ARN, so those are denied too. */
function resources(guarded: Guarded): readonly Statement[] {
  return [
    deny('VendedByServerOnly', {
      Principal: '*',
      Action: ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'],
      Resource: [protectedRoles(guarded)],
      Condition: butVending(guarded),
    }),
    deny('IdentityByServerOnly', {
      Principal: '*',
      Action: ['sts:SetSourceIdentity'],
      Resource: ['*'],
      Condition: forgedIdentity(guarded),
    }),
  ];
}

const functionNames: readonly FunctionName[] = ['api', 'authorizer', 'revoker', 'notifier'];

/** The api role's ARN says where the hub is. */
function placeOf({ executionRoleArns: { api } }: Guarded) {
  const [, partition, , , hub] = api.split(':');
  return { partition, hub };
}

function protectedRoles(guarded: Guarded): string {
  return `arn:${placeOf(guarded).partition}:iam::*:role/SentinelProtected-*`;
}

function butVending({ executionRoleArns, emergencyArns }: Guarded) {
  return { ArnNotEquals: { 'aws:PrincipalArn': [executionRoleArns.api, ...emergencyArns] } };
}

/** An identity that begins with `sentinel.` is the server's word: it may be carried on, and set by nobody else. */
function forgedIdentity({ executionRoleArns }: Guarded) {
  return {
    StringLike: { 'sts:SourceIdentity': 'sentinel.*' },
    StringNotLike: { 'aws:SourceIdentity': 'sentinel.*' },
    ArnNotEquals: { 'aws:PrincipalArn': executionRoleArns.api },
  };
}

function but(roleArns: readonly string[]) {
  return { ArnNotLike: { 'aws:PrincipalArn': roleArns } };
}

function deny(Sid: string, rest: Omit<Statement, 'Sid' | 'Effect'>): Statement {
  return { Sid, Effect: 'Deny', ...rest };
}

function document(Statement: readonly Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement };
}
