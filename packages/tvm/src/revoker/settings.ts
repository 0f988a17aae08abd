import { type Setting, settings } from '../settings.ts';

/** Where an account's Deny is: names with their path, without the ARN around them. */
export type NamedAccount = {
  readonly account: string;
  readonly policy: string;
  readonly role: string;
};

/** Every setting of the revoker, by its name in the environment. */
export const revokerSettings = {
  SENTINEL_TABLE: settings.SENTINEL_TABLE,
  SENTINEL_RETENTION_DAYS: settings.SENTINEL_RETENTION_DAYS,
  SENTINEL_REVOCATION_ACCOUNTS: {
    description:
      'Accounts with protected roles, in which what was revoked is denied, separated by commas; behind one whose policy and role are not named `SentinelRevocations` and `SentinelRevoker`, theirs: `444455556666=<policy>=<role>`',
    expected:
      'account ids of 12 digits, each once, separated by commas; behind each `=<policy>=<role>` or nothing',
    read: readAccounts,
  },
  AWS_REGION: settings.AWS_REGION,
} as const satisfies Readonly<Record<string, Setting>>;

/** All variables of a function have 4 KB: an account costs 13 characters, where ARNs would cost 120. */
function readAccounts(text: string): readonly NamedAccount[] | undefined {
  const name = '(?:[\\w+.@-]{1,64}/){0,4}[\\w+.@-]{1,64}';
  const entry = new RegExp(`^(\\d{12})(?:=(${name})=(${name}))?$`);
  const read = text.split(/, ?/).flatMap((each) => {
    const [, account, policy = 'SentinelRevocations', role = 'SentinelRevoker'] =
      entry.exec(each) ?? [];
    return account === undefined ? [] : [{ account, policy, role }];
  });
  const distinct = new Set(read.map(({ account }) => account));
  return distinct.size === text.split(',').length ? read : undefined;
}
