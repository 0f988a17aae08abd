/** A number that the code cannot tell, with where it comes from. */
export type Assumed = {
  readonly value: number;
  /** Behind the number. */
  readonly unit: '' | ' ms' | ' bytes';
  readonly says: string;
};

/** What is assumed. Whoever knows better changes it here and runs `node scripts/start.mjs cost`. */
export const assumed = {
  openingShare: {
    value: 0.5,
    unit: '',
    says: 'of all vends, those that open a session; the others renew one',
  },
  endedShare: {
    value: 1,
    unit: '',
    says: 'of sessions, those whose client ends them (`sentinel exec`)',
  },
  coldShare: { value: 0.02, unit: '', says: 'of vends, those that start an instance' },
  initMs: { value: 500, unit: ' ms', says: 'an init phase takes, which is billed' },
  dynamodbMs: { value: 6, unit: ' ms', says: 'a round to DynamoDB takes within a Region' },
  stsMs: { value: 80, unit: ' ms', says: 'a round to STS takes within a Region' },
  ssmMs: { value: 20, unit: ' ms', says: 'a round to Parameter Store takes within a Region' },
  cpuMs: {
    value: 3.5,
    unit: ' ms',
    says: 'CPU of a warm vend, measured on a whole core: see speed.md',
  },
  platformBytes: {
    value: 700,
    unit: ' bytes',
    says: "Lambda's own START, END and REPORT lines of a call",
  },
  accessLogBytes: { value: 500, unit: ' bytes', says: 'a line of the access log' },
  tokenBytes: {
    value: 1000,
    unit: ' bytes',
    says: 'of a session token, which the stand-ins do not make',
  },
  headerBytes: { value: 500, unit: ' bytes', says: 'headers of an answer' },
  logCompression: { value: 0.15, unit: '', says: 'of a log line is left when it is stored' },
  revokerMs: {
    value: 1000,
    unit: ' ms',
    says: 'a scheduled run of the revoker with nothing to do',
  },
  busiestHour: { value: 0.01, unit: '', says: 'of a month fall into its busiest hour' },
} as const satisfies Readonly<Record<string, Assumed>>;

/** Megabytes at which Lambda gives a function one whole core. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
export const wholeCoreMb = 1769;
