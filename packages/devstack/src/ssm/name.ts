import { textViolations, violationMessage } from '../http/shape.ts';
import { invalid, type SsmError } from './error.ts';
import { shapes } from './shapes.ts';

const maxLevels = 15;
const maxLength = 1011;

/**
 * What is wrong with the name of a parameter to be created; `undefined`: nothing.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html#sysman-parameter-name-constraints
 */
export function nameError(name: string, arnPrefix: string): SsmError | undefined {
  const violations = textViolations('name', name, shapes.PSParameterName);
  if (violations.length > 0) return invalid(violationMessage(violations));
  if (name.includes('/') && !name.startsWith('/')) {
    return invalid('Parameter name must be a fully qualified name.');
  }
  const levels = (name.startsWith('/') ? name.slice(1) : name).split('/');
  if (levels.some((level) => !/^[A-Za-z0-9._-]+$/.test(level))) return invalid(formRule);
  if (/^(aws|ssm)/i.test(levels[0] ?? '')) return invalid(formRule);
  if (levels.length > maxLevels) {
    return {
      code: 'HierarchyLevelLimitExceededException',
      message: `A parameter hierarchy can have a maximum of ${maxLevels} levels.`,
    };
  }
  const isTooLong = parameterArn(arnPrefix, name).length > maxLength;
  return isTooLong ? invalid(`Parameter name: its ARN is longer than ${maxLength}.`) : undefined;
}

const formRule =
  'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_';

/** The ARN of a parameter or path; `arnPrefix` as in `arn:aws:ssm:eu-west-1:111122223333:`. */
export function parameterArn(arnPrefix: string, name: string): string {
  return `${arnPrefix}parameter${name.startsWith('/') ? '' : '/'}${name}`;
}
