import { Token } from 'aws-cdk-lib';

/** What one property must be; `problems` finds what is wrong with it, as sentences. */
export type Rule = {
  readonly prop: string;
  readonly problems: (prop: string) => readonly string[];
};

/** Throws an error that names every wrong property of a construct, in one line. */
export function checkProps(construct: string, rules: readonly Rule[]): void {
  const problems = rules.flatMap(({ prop, problems: find }) => find(prop));
  if (problems.length > 0) throw new Error(`wrong ${construct}: ${problems.join('; ')}`);
}

/** Each text that is given must fit; what CloudFormation fills in later cannot be looked at. */
export function fits(
  prop: string,
  given: string | readonly string[] | undefined,
  shape: { readonly pattern: RegExp; readonly expected: string },
): Rule {
  const texts = given === undefined ? [] : typeof given === 'string' ? [given] : given;
  return {
    prop,
    problems: () =>
      texts
        .filter((text) => !Token.isUnresolved(text) && !shape.pattern.test(text))
        .map((text) => `\`${prop}\` is \`${text}\`, expected ${shape.expected}`),
  };
}

/** A list that must not be empty. */
export function hasSome(prop: string, given: readonly unknown[], why: string): Rule {
  return { prop, problems: () => (given.length > 0 ? [] : [`\`${prop}\` is empty: ${why}`]) };
}

/** A list in which nothing stands twice. */
export function areDistinct(prop: string, given: readonly string[]): Rule {
  const twice = given.filter((text, index) => given.indexOf(text) !== index);
  return { prop, problems: () => twice.map((text) => `\`${prop}\` names \`${text}\` twice`) };
}

/** A whole number in a range, both ends included. */
export function isWhole(
  prop: string,
  given: number | undefined,
  [least, most]: readonly [number, number],
): Rule {
  const isRight =
    given === undefined ||
    Token.isUnresolved(given) ||
    (Number.isInteger(given) && given >= least && given <= most);
  return {
    prop,
    problems: () =>
      isRight
        ? []
        : [`\`${prop}\` is \`${given}\`, expected a whole number from ${least} to ${most}`],
  };
}

/** Anything else. */
export function holds(prop: string, isRight: boolean, problem: string): Rule {
  return { prop, problems: () => (isRight ? [] : [`\`${prop}\` ${problem}`]) };
}

/** Who may go past the server: roles and users, each in its own list, because MFA shows in calls of users only. */
export function emergencyRules(props: {
  readonly emergencyRoleArns?: readonly string[];
  readonly emergencyUserArns?: readonly string[];
}): readonly Rule[] {
  const { emergencyRoleArns: roles = [], emergencyUserArns: users = [] } = props;
  return [
    fits('emergencyRoleArns', roles, shapes.roleArn),
    areDistinct('emergencyRoleArns', roles),
    fits('emergencyUserArns', users, shapes.userArn),
    areDistinct('emergencyUserArns', users),
  ];
}

const roleName = String.raw`[\w+=,.@-]{1,64}`;

/** Shapes that several constructs take. */
export const shapes = {
  accountId: {
    pattern: /^\d{12}$/,
    expected: '12 digits: neither `*` nor any other pattern stands for accounts',
  },
  roleArn: {
    pattern: new RegExp(String.raw`^arn:[a-z-]+:iam::\d{12}:role/([\w+=,.@-]+/)*${roleName}$`),
    expected: 'the ARN of a role, without a pattern',
  },
  /** Written out: an ARN of which parts are read. */
  writtenRoleArn: {
    pattern: /^arn:[a-z-]+:iam::\d{12}:role\/[\w+=,.@-]{1,64}$/,
    expected: 'the ARN of a role without a path and without a pattern',
  },
  userArn: {
    pattern: /^arn:[a-z-]+:iam::\d{12}:user\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
    expected: 'the ARN of an IAM user, without a pattern: roles tell nothing of MFA',
  },
  name: {
    pattern: /^[a-z][a-z0-9-]{0,28}[a-z0-9]$/,
    expected:
      '2 to 30 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen',
  },
  tableName: { pattern: /^[\w.-]{3,255}$/, expected: '3 to 255 letters, digits and `_.-`' },
  parameterPrefix: {
    pattern: /^(?!\/(aws|ssm))(\/[\w.-]{1,64}){1,10}$/i,
    expected: 'a path such as `/sentinel`, without a slash at its end, not below `/aws` or `/ssm`',
  },
  apiId: {
    pattern: /^[a-z0-9]{1,64}$/,
    expected: 'the id of an HTTP API, such as `a1b2c3d4e5`',
  },
  roleName: {
    pattern: /^[\w+=,.@-]{1,64}$/,
    expected: 'a name of 1 to 64 letters, digits and `_+=,.@-`, without a path',
  },
  /** As the revoker's settings take it: its separators are left out. */
  pathAndName: {
    pattern: /^([\w+.@-]{1,64}\/){0,4}[\w+.@-]{1,64}$/,
    expected:
      'a name of 1 to 64 letters, digits and `_+.@-` behind a path, if any, without a slash at its beginning',
  },
  /** The same without a path. */
  settingName: {
    pattern: /^[\w+.@-]{1,64}$/,
    expected: 'a name of 1 to 64 letters, digits and `_+.@-`, without a path',
  },
  profile: {
    pattern: /^[a-z0-9][a-z0-9_-]{0,63}$/,
    expected: 'the name of a profile: 1 to 64 of `a-z 0-9 _ -`',
  },
  keyArn: {
    pattern: /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
    expected: 'the ARN of a KMS key itself, not of an alias',
  },
  policyArn: {
    pattern: /^arn:[a-z-]+:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/,
    expected: 'the ARN of a managed policy',
  },
  topicArn: {
    pattern: /^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
    expected: 'the ARN of a standard SNS topic, without a pattern',
  },
} as const;
