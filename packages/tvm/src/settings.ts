import * as z from 'zod/mini';

/** One variable of the environment, as operators, the reference and the infrastructure know it. */
export type Setting = {
  readonly description: string;
  /** What it is if left out; absent: it must be given. */
  readonly fallback?: string;
  /** What a right value looks like. */
  readonly expected: string;
  readonly schema: z.ZodMiniType<unknown, string>;
};

const twelveDigits = /^\d{12}$/;

/** Every setting, by its name in the environment: the only place where they are declared. */
export const settings = {
  SENTINEL_TABLE: {
    description: 'Name of the DynamoDB table',
    expected: 'a table name: 3 to 255 of `A-Z a-z 0-9 _ . -`',
    schema: pattern(/^[\w.-]{3,255}$/),
  },
  SENTINEL_API_ID: {
    description: 'Id of the only API whose events are accepted',
    expected: 'an API id: 1 to 64 of `a-z 0-9`',
    schema: pattern(/^[a-z0-9]{1,64}$/),
  },
  SENTINEL_STAGE: {
    description: 'Stage of that API',
    fallback: '$default',
    expected: '`$default`, or a stage name: 1 to 128 of `A-Z a-z 0-9 _ -`',
    schema: pattern(/^(\$default|[\w-]{1,128})$/),
  },
  SENTINEL_ACCOUNT_ID: {
    description: 'Account in which the server runs',
    expected: '12 digits',
    schema: pattern(twelveDigits),
  },
  SENTINEL_CALLER_ACCOUNTS: {
    description:
      "Accounts whose principals may call, separated by commas; the server's own if empty",
    fallback: '',
    expected: 'account ids of 12 digits, separated by commas',
    schema: z.pipe(
      pattern(/^(\d{12}(, ?\d{12})*)?$/),
      z.transform((text) => (text === '' ? [] : text.split(/, ?/))),
    ),
  },
  SENTINEL_PARAMETER_PREFIX: {
    description: 'Where directory, baseline, groups and policies lie in SSM Parameter Store',
    fallback: '/sentinel',
    expected: 'a path such as `/sentinel`, without a slash at its end, not below `/aws` or `/ssm`',
    schema: pattern(/^(?!\/(aws|ssm))(\/[\w.-]{1,64}){1,10}$/i),
  },
  SENTINEL_POLICY_CACHE_SECONDS: {
    description: 'Seconds for which a document is used before it is read anew',
    fallback: '30',
    expected: 'a whole number from 0 to 300',
    schema: whole(0, 300),
  },
  SENTINEL_RETENTION_DAYS: {
    description: 'Days for which sessions and keys are kept after their end',
    fallback: '400',
    // Longer than any block, which lies in an item that is kept no longer.
    expected: 'a whole number from 31 to 3650',
    schema: whole(31, 3650),
  },
  SENTINEL_SESSION_HOURS: {
    description: 'Hours after which a session is not continued',
    fallback: '12',
    expected: 'a whole number from 1 to 168',
    schema: whole(1, 168),
  },
  SENTINEL_SESSION_VENDS: {
    description: 'Vends after which a session is not continued',
    fallback: '200',
    expected: 'a whole number from 1 to 10000',
    schema: whole(1, 10_000),
  },
  AWS_REGION: {
    description: 'Region of table, parameters and STS; Lambda sets it',
    expected: 'a Region such as `eu-west-1`',
    schema: pattern(/^[a-z]{2,4}(-[a-z]{2,12}){1,2}-\d{1,2}$/),
  },
} as const satisfies Readonly<Record<string, Setting>>;

function pattern(expression: RegExp) {
  return z.string().check(z.regex(expression));
}

function whole(least: number, most: number) {
  return z.pipe(
    pattern(/^(0|[1-9]\d{0,5})$/),
    z.transform(Number).check(z.refine((value) => value >= least && value <= most)),
  );
}
