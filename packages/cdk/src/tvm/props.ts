import type { Runtime } from 'aws-cdk-lib/aws-lambda';
import type { FunctionName } from '../declarations/rights.ts';

/** Where every log line goes besides. */
export type Archive = {
  /** ARN of a CloudWatch Logs destination in an archive account, or of a Firehose or Kinesis stream of this account. */
  readonly destinationArn: string;
  /** The role by which CloudWatch Logs writes to a stream; a destination takes none. */
  readonly roleArn?: string;
};

/** What the authorizer function is made with. */
export type AuthorizerProps = {
  /** Hosts for which tokens are taken: lower case, without scheme, port or path. */
  readonly audiences: readonly string[];
  /** HTTP APIs of this account that may ask it. */
  readonly apiIds: readonly string[];
  /** Where tokens may be signed for; this Region if left out. */
  readonly stsRegions?: readonly string[];
};

/** How the server is deployed. The defaults are those of the Terraform module `sentinel-tvm`. */
export type SentinelTvmProps = {
  /** Path of the release's `sentinel-tvm.zip`, which holds all functions. */
  readonly packagePath: string;
  /** SHA-256 that the zip must have, in lower-case hex, as in `sentinel-tvm.zip.sha256`; any if left out. */
  readonly packageSha256?: string;
  /** Accounts with protected roles, 12 digits each: only there are roles assumed, and what was revoked is denied. */
  readonly protectedAccountIds: readonly string[];
  /** Begins the names of functions, queues, alarms and of the API; `sentinel` if left out. */
  readonly name?: string;
  /** `nodejs24.x` if left out. */
  readonly runtime?: Runtime;
  /** Names of the execution roles; `<name>-<function>` if left out. Trust policies keep a role's unique id: keep them. */
  readonly roleNames?: Readonly<Partial<Record<FunctionName, string>>>;
  /** A permissions boundary of the execution roles; none if left out. */
  readonly permissionsBoundaryArn?: string;
  /** The role in each account with protected roles, with its path if it has one; `SentinelRevoker` if left out. */
  readonly revokerRoleName?: string;
  /** The policy in each such account, with its path if it has one; `SentinelRevocations` if left out. */
  readonly revocationPolicyName?: string;
  /** Accounts whose principals may call; this account if left out. */
  readonly callerAccountIds?: readonly string[];
  /** Where documents and channels lie in SSM Parameter Store; `/sentinel` if left out. */
  readonly parameterPrefix?: string;
  /** Seconds for which a document is used before it is read anew, 0 to 300; 30 if left out. */
  readonly policyCacheSeconds?: number;
  /** Days for which sessions and keys are kept in the table after their end, 70 to 3650; 400 if left out. */
  readonly retentionDays?: number;
  /** Hours after which a session is not continued, 1 to 168; 12 if left out. What is vended lives an hour at most. */
  readonly sessionHours?: number;
  /** Vends after which a session is not continued, 1 to 10000; 200 if left out. */
  readonly sessionVends?: number;
  /** Name of the table; `name` if left out. */
  readonly tableName?: string;
  /**
   * Whether the table cannot be deleted, and table, key, roles and logs stay when the stack goes; true if left out. To
   * destroy a deployment with its data: deploy `false` first.
   */
  readonly deletionProtection?: boolean;
  /** An existing symmetric key for table, channels and alarm topic; one is made if left out. */
  readonly kmsKeyArn?: string;
  /** Days between the destruction of the key that is made and its end, 7 to 30; 30 if left out. */
  readonly keyDeletionDays?: number;
  /** Requests a second that the API takes in the mean, 1 to 10000; 100 if left out. */
  readonly throttleRate?: number;
  /** Requests that the API takes at once, 1 to 5000; 200 if left out. */
  readonly throttleBurst?: number;
  /** Days for which CloudWatch keeps decision records and access logs: a number that it knows, 30 at least; 400 if left out. */
  readonly logRetentionDays?: number;
  /** A KMS key for the log groups, whose policy admits CloudWatch Logs; the service's own if left out. */
  readonly logKmsKeyArn?: string;
  readonly archive?: Archive;
  /** Topics that alarms are sent to. */
  readonly alarmTopicArns?: readonly string[];
  /** Whether to make a topic `<name>-alarms`, encrypted with the key; false if left out. Who is told, you subscribe. */
  readonly createAlarmTopic?: boolean;
  /** Topics that channels may name: the notifier may publish to no others. */
  readonly channelTopicArns?: readonly string[];
  /** Makes the authorizer function; without it if left out. */
  readonly authorizer?: AuthorizerProps;
  /**
   * Log group of this account and Region that receives CloudTrail's events, of all accounts with protected roles or
   * emergency roles and users: then an alarm sounds when somebody takes a protected role past the server.
   */
  readonly cloudtrailLogGroupName?: string;
};

type Optional = 'authorizer' | 'archive' | 'cloudtrailLogGroupName' | 'kmsKeyArn' | 'logKmsKeyArn';

/** The properties with their defaults. */
export type Settings = Required<
  Omit<
    SentinelTvmProps,
    | Optional
    | 'packageSha256'
    | 'runtime'
    | 'permissionsBoundaryArn'
    | 'callerAccountIds'
    | 'roleNames'
  >
> &
  Pick<SentinelTvmProps, Optional | 'runtime' | 'permissionsBoundaryArn' | 'callerAccountIds'> & {
    readonly roleNames: Readonly<Record<FunctionName, string>>;
  };

/** Fills in what is left out. */
export function withDefaults(props: SentinelTvmProps): Settings {
  const { packageSha256: _, ...given } = props;
  const name = props.name ?? 'sentinel';
  const roleName = (each: FunctionName) => props.roleNames?.[each] ?? `${name}-${each}`;
  return {
    ...given,
    name,
    tableName: props.tableName ?? name,
    roleNames: {
      api: roleName('api'),
      authorizer: roleName('authorizer'),
      revoker: roleName('revoker'),
      notifier: roleName('notifier'),
    },
    revokerRoleName: props.revokerRoleName ?? 'SentinelRevoker',
    revocationPolicyName: props.revocationPolicyName ?? 'SentinelRevocations',
    parameterPrefix: props.parameterPrefix ?? '/sentinel',
    policyCacheSeconds: props.policyCacheSeconds ?? 30,
    retentionDays: props.retentionDays ?? 400,
    sessionHours: props.sessionHours ?? 12,
    sessionVends: props.sessionVends ?? 200,
    deletionProtection: props.deletionProtection ?? true,
    keyDeletionDays: props.keyDeletionDays ?? 30,
    throttleRate: props.throttleRate ?? 100,
    throttleBurst: props.throttleBurst ?? 200,
    logRetentionDays: props.logRetentionDays ?? 400,
    alarmTopicArns: props.alarmTopicArns ?? [],
    createAlarmTopic: props.createAlarmTopic ?? false,
    channelTopicArns: props.channelTopicArns ?? [],
  };
}
