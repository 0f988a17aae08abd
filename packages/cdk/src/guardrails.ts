import { Token } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-organizations';
import { Construct } from 'constructs';
import {
  areDistinct,
  checkProps,
  emergencyRules,
  fits,
  hasSome,
  holds,
  shapes,
} from './check-props.ts';
import {
  type Guarded,
  type GuardrailDocuments,
  guardrailDocuments,
} from './documents/guardrails.ts';

type Named = 'executionRoleArns' | 'deployRoleArns' | 'keyArn' | 'apiId';

/** Whom the guardrails let through, and what they guard. Of another account and app, so all of it is written out. */
export type GuardrailsProps = {
  /** Execution roles of the server by function, such as `executionRoleArn('api', ...)`; the authorizer's if there is one. */
  readonly executionRoleArns: Guarded['executionRoleArns'];
  /** Roles that may change the server, and in every account the protected roles: they are as powerful as the server. */
  readonly deployRoleArns: readonly string[];
  /** KMS key of the server's table: output of the server's stack. */
  readonly keyArn: string;
  /** Id of the server's API: output of the server's stack. */
  readonly apiId: string;
  /**
   * Names of roles that deploy in every account, such as `stacksets-exec-*` or `cdk-hnb659fds-cfn-exec-role-*`. They are
   * guarded as protected roles are, so that nobody makes one of that name.
   */
  readonly accountDeployRoleNames?: readonly string[];
  /** Roles that may write documents besides the deploy roles. */
  readonly policyWriterRoleArns?: readonly string[];
  /** Roles that may assume protected roles past the server: the same as of `ProtectedRole`. Deployers alone change them. */
  readonly emergencyRoleArns?: readonly string[];
  /**
   * IAM users that may do so, with MFA, as of `ProtectedRole`, and those who take an emergency role. Deployers alone change
   * them, their keys and MFA devices.
   */
  readonly emergencyUserArns?: readonly string[];
  /** Name of the deployment; `sentinel` if left out. */
  readonly name?: string;
  /** Name of the table; `name` if left out. */
  readonly tableName?: string;
  /** `/sentinel` if left out. */
  readonly parameterPrefix?: string;
  /** The role in each account, with its path if it has one; `SentinelRevoker` if left out. */
  readonly revokerRoleName?: string;
  /** The policy in each account, with its path if it has one; `SentinelRevocations` if left out. */
  readonly revocationPolicyName?: string;
  /**
   * Root, organisational units or accounts to which the policies for all accounts are attached, by the management
   * account. Nothing is created if left out: then take the documents.
   */
  readonly targetIds?: readonly string[];
  /** Begins the names of the policies in Organizations; `Sentinel` if left out. */
  readonly policyName?: string;
};

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const mostCharacters = 5120;

/**
 * SCPs and an RCP: nobody but the server and those of emergencies assumes protected roles, nobody else sets its stamps, and
 * nobody but deployers changes either. Throws an error that names every wrong property.
 */
export class Guardrails extends Construct {
  /** The policies as data, to attach by other means or to read. */
  readonly documents: GuardrailDocuments;

  constructor(scope: Construct, id: string, props: GuardrailsProps) {
    super(scope, id);
    checkGuardrails(props);
    const { policyName = 'Sentinel', targetIds = [] } = props;
    const hub = props.executionRoleArns.api.split(':')[4] ?? '';
    this.documents = guardrailDocuments(withDefaults(props));
    for (const { document, name, type, description } of policies) {
      const content = this.documents[document];
      const { length } = JSON.stringify(content);
      if (length > mostCharacters) {
        throw new Error(
          `wrong Guardrails: the policy ${name} has ${length} characters, more than the ${mostCharacters} that Organizations takes: name fewer roles`,
        );
      }
      if (targetIds.length === 0) continue;
      new CfnPolicy(this, name, {
        name: `${policyName}-${name}`,
        type,
        description,
        content,
        targetIds: name.startsWith('hub-') ? [hub] : [...targetIds],
      });
    }
  }
}

const policies = [
  {
    document: 'organization',
    name: 'organization',
    type: 'SERVICE_CONTROL_POLICY',
    description: 'Only Sentinel vends protected roles; only deployers change them',
  },
  {
    document: 'hubFunctions',
    name: 'hub-functions',
    type: 'SERVICE_CONTROL_POLICY',
    description: "Nobody hands Sentinel's functions an event; only deployers change them",
  },
  {
    document: 'hubState',
    name: 'hub-state',
    type: 'SERVICE_CONTROL_POLICY',
    description: 'Only Sentinel writes its table and logs; only writers write its documents',
  },
  {
    document: 'resources',
    name: 'resources',
    type: 'RESOURCE_CONTROL_POLICY',
    description: 'Only Sentinel vends protected roles, whoever asks',
  },
] as const;

function withDefaults(props: GuardrailsProps): Guarded {
  const { name = 'sentinel' } = props;
  const given: Pick<Guarded, Named> = props;
  return {
    ...given,
    name,
    tableName: props.tableName ?? name,
    accountDeployRoleNames: props.accountDeployRoleNames ?? [],
    policyWriterRoleArns: props.policyWriterRoleArns ?? [],
    emergencyArns: [...(props.emergencyRoleArns ?? []), ...(props.emergencyUserArns ?? [])],
    parameterPrefix: props.parameterPrefix ?? '/sentinel',
    revokerRoleName: props.revokerRoleName ?? 'SentinelRevoker',
    revocationPolicyName: props.revocationPolicyName ?? 'SentinelRevocations',
  };
}

function checkGuardrails(props: GuardrailsProps): void {
  const executionRoles = Object.values(props.executionRoleArns);
  const hubs = new Set(executionRoles.map((arn) => arn.split(':')[4]));
  checkProps('Guardrails', [
    fits('executionRoleArns', executionRoles, shapes.writtenRoleArn),
    areDistinct('executionRoleArns', executionRoles),
    holds(
      'executionRoleArns',
      !executionRoles.some((arn) => Token.isUnresolved(arn)),
      'are not written out: Organizations knows no references to stacks of other accounts',
    ),
    holds('executionRoleArns', hubs.size === 1, 'are of several accounts: all are of the hub'),
    hasSome(
      'deployRoleArns',
      props.deployRoleArns,
      'nobody could ever change or remove what is guarded',
    ),
    fits('deployRoleArns', props.deployRoleArns, shapes.roleArn),
    fits('keyArn', props.keyArn, shapes.keyArn),
    fits('apiId', props.apiId, shapes.apiId),
    fits('accountDeployRoleNames', props.accountDeployRoleNames, {
      pattern: /^[\w+=,.@-]{4,63}\*?$/,
      expected: 'a name of 4 to 63 letters, digits and `_+=,.@-`, with one `*` at its end or none',
    }),
    fits('policyWriterRoleArns', props.policyWriterRoleArns, shapes.roleArn),
    ...emergencyRules(props),
    fits('name', props.name, shapes.name),
    fits('tableName', props.tableName, shapes.tableName),
    fits('parameterPrefix', props.parameterPrefix, shapes.parameterPrefix),
    fits('revokerRoleName', props.revokerRoleName, shapes.pathAndName),
    fits('revocationPolicyName', props.revocationPolicyName, shapes.pathAndName),
    fits('targetIds', props.targetIds, {
      pattern: /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|\d{12})$/,
      expected:
        'the id of a root (`r-...`), of an organisational unit (`ou-...`) or of an account, 12 digits',
    }),
    fits('policyName', props.policyName, {
      pattern: /^[\w-]{1,100}$/,
      expected: '1 to 100 letters, digits, `_` and `-`',
    }),
  ]);
}
