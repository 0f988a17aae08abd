/** A number that no run here can tell, and where it comes from. */
export type Assumption = {
  readonly value: number;
  readonly unit: string;
  readonly says: string;
  /** A page of AWS; `our own` where it is a guess about people. */
  readonly source: string;
};

/** When AWS's limits were written down, by hand and from memory of its pages: none was read again for this. */
export const writtenDown = '2026-11';

const lambda = 'https://docs.aws.amazon.com/lambda/latest/dg/';
const dynamodb = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/';

/** What the simulation rests on; a day as offices have it, and quotas as a new account has them. */
export const assumptions = {
  clientsPerPerson: {
    value: 1.5,
    unit: '',
    says: 'sessions that a person keeps alive at once',
    source: 'our own',
  },
  renewMinutes: {
    value: 39,
    unit: 'min',
    says: 'between two vends of a client, with credentials of an hour',
    source: '`sentinel exec`, see the cost guide',
  },
  workHours: { value: 8, unit: 'h', says: 'a client is in use a day', source: 'our own' },
  peakMinutes: {
    value: 30,
    unit: 'min',
    says: 'the standard deviation of when people begin in the morning, in one time zone',
    source: 'our own',
  },
  callsAtStart: {
    value: 2,
    unit: '',
    says: 'calls of a client beside its first vend, such as listing profiles',
    source: 'our own',
  },
  jitter: {
    value: 2,
    unit: '',
    says: 'times the mean rate of a minute that its worst second has, at small rates by chance more',
    source: 'our own',
  },
  vendMs: {
    value: 104,
    unit: 'ms',
    says: 'a warm vend on Lambda takes, of 512 MB or more',
    source: 'counted rounds, see the cost guide',
  },
  idleMinutes: {
    value: 6,
    unit: 'min',
    says: 'an instance without work is kept',
    source: 'seen by many, promised by nobody',
  },
  startsInSecond: {
    value: 0.1,
    unit: '',
    says: "of a minute's starts of instances fall into its worst second",
    source: 'our own',
  },
  lambdaConcurrency: {
    value: 1000,
    unit: '',
    says: 'instances at once, in an account and Region',
    source: `${lambda}gettingstarted-limits.html`,
  },
  lambdaScaling: {
    value: 1000,
    unit: '',
    says: 'more instances each 10 s, a function',
    source: `${lambda}scaling-behavior.html`,
  },
  apiGateway: {
    value: 10_000,
    unit: '/s',
    says: 'requests, in an account and Region',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html',
  },
  moduleThrottle: {
    value: 100,
    unit: '/s',
    says: 'requests that the modules let through, until `throttle_rate` is set',
    source: 'terraform/modules/sentinel-tvm',
  },
  partitionWrites: {
    value: 1000,
    unit: '/s',
    says: 'write units of one partition',
    source: `${dynamodb}bp-partition-key-design.html`,
  },
  partitionReads: {
    value: 3000,
    unit: '/s',
    says: 'read units of one partition',
    source: `${dynamodb}bp-partition-key-design.html`,
  },
  newTableWrites: {
    value: 4000,
    unit: '/s',
    says: 'write units of a table on demand that has seen no more; it grows to twice its peak within 30 min',
    source: `${dynamodb}on-demand-capacity-mode.html`,
  },
  sts: {
    value: 600,
    unit: '/s',
    says: 'AssumeRole and its like, in an account and Region',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
  },
  ssm: {
    value: 40,
    unit: '/s',
    says: 'reads of Parameter Store, without higher throughput',
    source: 'https://docs.aws.amazon.com/general/latest/gr/ssm.html',
  },
} as const satisfies Readonly<Record<string, Assumption>>;

/** What a call and an instance ask of AWS; counted, see the cost guide. */
export const counted = {
  /** Of a vend. */
  writeUnits: 14,
  /** Of any other call: the count of its rate. */
  otherWriteUnits: 1,
  /** In the fullest partition that all share: the index `by-time`. */
  sharedWriteUnits: 4,
  /** In the partition of one profile. */
  profileReadUnits: 2,
  stsCalls: 1,
  documents: 6,
  cacheSeconds: 30,
} as const;
