/** One variable of the environment, as operators, the reference and the infrastructure know it. */
export type Setting<T = unknown> = {
  readonly description: string;
  /** What it is if left out; absent: it must be given. */
  readonly fallback?: string;
  /** What a right value looks like. */
  readonly expected: string;
  /** The value of a right text; `undefined`: it is a wrong one. */
  readonly read: (text: string) => T | undefined;
};

const twelveDigits = /^\d{12}$/;

/** Every setting, by its name in the environment: the only place where they are declared. */
export const settings = {
  SENTINEL_TABLE: {
    description: 'Name of the DynamoDB table',
    expected: 'a table name: 3 to 255 of `A-Z a-z 0-9 _ . -`',
    read: pattern(/^[\w.-]{3,255}$/),
  },
  SENTINEL_API_ID: {
    description: 'Id of the only API whose events are accepted',
    expected: 'an API id: 1 to 64 of `a-z 0-9`',
    read: pattern(/^[a-z0-9]{1,64}$/),
  },
  SENTINEL_STAGE: {
    description: 'Stage of that API',
    fallback: '$default',
    expected: '`$default`, or a stage name: 1 to 128 of `A-Z a-z 0-9 _ -`',
    read: pattern(/^(\$default|[\w-]{1,128})$/),
  },
  SENTINEL_ACCOUNT_ID: {
    description: 'Account in which the server runs',
    expected: '12 digits',
    read: pattern(twelveDigits),
  },
  SENTINEL_CALLER_ACCOUNTS: {
    description:
      "Accounts whose principals may call, separated by commas; the server's own if empty",
    fallback: '',
    expected: 'account ids of 12 digits, separated by commas',
    read: accounts,
  },
  SENTINEL_PARAMETER_PREFIX: {
    description: 'Where directory, baseline, groups and policies lie in SSM Parameter Store',
    fallback: '/sentinel',
    expected: 'a path such as `/sentinel`, without a slash at its end, not below `/aws` or `/ssm`',
    read: pattern(/^(?!\/(aws|ssm))(\/[\w.-]{1,64}){1,10}$/i),
  },
  SENTINEL_POLICY_CACHE_SECONDS: {
    description: 'Seconds for which a document is used before it is read anew',
    fallback: '30',
    expected: 'a whole number from 0 to 300',
    read: whole(0, 300),
  },
  SENTINEL_RETENTION_DAYS: {
    description: 'Days for which sessions and keys are kept after their end',
    fallback: '400',
    // Longer than any block, and than the 67 days from a request to the end of its grant: what voids them is kept no longer.
    expected: 'a whole number from 70 to 3650',
    read: whole(70, 3650),
  },
  SENTINEL_SESSION_HOURS: {
    description: 'Hours after which a session is not continued',
    fallback: '12',
    expected: 'a whole number from 1 to 168',
    read: whole(1, 168),
  },
  SENTINEL_SESSION_VENDS: {
    description: 'Vends after which a session is not continued',
    fallback: '200',
    expected: 'a whole number from 1 to 10000',
    read: whole(1, 10_000),
  },
  AWS_REGION: {
    description: 'Region of table, parameters and STS; Lambda sets it',
    expected: 'a Region such as `eu-west-1`',
    read: pattern(/^[a-z]{2,4}(-[a-z]{2,12}){1,2}-\d{1,2}$/),
  },
} as const satisfies Readonly<Record<string, Setting>>;

// No schemas: they would take longer than all else that is ours at a start.
function pattern(expression: RegExp) {
  return (text: string) => (expression.test(text) ? text : undefined);
}

function whole(least: number, most: number) {
  return (text: string) => {
    const value = /^(0|[1-9]\d{0,5})$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? value : undefined;
  };
}

function accounts(text: string): readonly string[] | undefined {
  if (text === '') return [];
  return /^\d{12}(, ?\d{12})*$/.test(text) ? text.split(/, ?/) : undefined;
}
