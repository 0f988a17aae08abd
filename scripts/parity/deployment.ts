/** A statement of a policy, its lists sorted; what it is called does not count. */
export type Statement = Readonly<Record<string, unknown>> & { readonly Effect: 'Allow' | 'Deny' };

export type Role = {
  readonly trust: readonly Statement[];
  /** Inline policies by name. */
  readonly policies: Readonly<Record<string, readonly Statement[]>>;
  readonly managedPolicyArns: readonly string[];
  readonly maxSessionSeconds: number;
};

export type ServerFunction = {
  readonly handler: string;
  readonly description: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly concurrency: number | null;
  readonly runtime: string;
  readonly architectures: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly logFormat: string;
  readonly logGroup: string;
};

export type Stream = {
  readonly batchSize: number;
  readonly retries: number;
  readonly parallel: number;
  readonly filters: readonly string[];
  readonly bisects: boolean;
  readonly reportsItems: boolean;
  readonly startsAt: string;
};

export type Table = {
  readonly name: string;
  readonly billing: string;
  /** Partition and sort key. */
  readonly key: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  /** Keys and projection by index. */
  readonly indexes: Readonly<Record<string, readonly string[]>>;
  readonly stream: string;
  readonly ttl: string;
  readonly pointInTimeRecovery: boolean;
  readonly deletionProtection: boolean;
  readonly keyArn: string;
};

export type Api = {
  /** Authorization by `METHOD /path`. */
  readonly routes: Readonly<Record<string, string>>;
  readonly payload: string;
  readonly stage: string;
  readonly deploysItself: boolean;
  readonly throttleRate: number;
  readonly throttleBurst: number;
  readonly accessLog: Readonly<Record<string, string>>;
};

export type Alarm = {
  readonly description: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
  readonly comparison: string;
  readonly threshold: number;
  readonly periodSeconds: number;
  readonly periods: number;
  readonly missing: string;
};

export type MetricFilter = {
  readonly logGroup: string;
  readonly pattern: string;
  readonly metric: string;
};

/** Who may invoke a function by its own policy. */
export type Invoker = {
  readonly action: string;
  readonly principal: string;
  readonly sourceArn: string;
};

/** What is deployed, in one form whoever describes it; everything by the name it has in AWS. */
export type Deployment = {
  readonly functions: Readonly<Record<string, ServerFunction>>;
  readonly invokers: Readonly<Record<string, readonly Invoker[]>>;
  readonly roles: Readonly<Record<string, Role>>;
  readonly managedPolicies: Readonly<Record<string, readonly Statement[]>>;
  readonly streams: Readonly<Record<string, Stream>>;
  /** Expression by function. */
  readonly schedules: Readonly<Record<string, string>>;
  readonly table: Table;
  readonly api: Api;
  readonly alarms: Readonly<Record<string, Alarm>>;
  readonly metricFilters: Readonly<Record<string, MetricFilter>>;
  /** Days by log group. */
  readonly logRetention: Readonly<Record<string, number>>;
  /** Seconds that dead letters are kept, by queue. */
  readonly deadLetters: Readonly<Record<string, number>>;
  /** Policies of queues, topics and the key themselves. */
  readonly resourcePolicies: Readonly<Record<string, readonly Statement[]>>;
  /** SCPs and the RCP. */
  readonly guardrails: Readonly<Record<string, readonly Statement[]>>;
};
