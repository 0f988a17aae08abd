import type { Range } from './firing-range.ts';
import { type Answer, type Keys, queryAws } from './hostile-client.ts';

/** What somebody asks of STS. */
export type Assuming = {
  readonly roleArn: string;
  readonly sessionName: string;
  /** Further members of the form. */
  readonly more?: Readonly<Record<string, string>>;
};

/** Assumes a role by these keys, past the TVM. */
export function assumeRole(
  { stack }: Range,
  by: Keys,
  { roleArn, sessionName, more }: Assuming,
): Promise<Answer> {
  const form = {
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    ...more,
  };
  return queryAws(stack.stsUrl, by, { service: 'sts', form });
}
