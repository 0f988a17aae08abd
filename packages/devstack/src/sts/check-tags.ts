import type { Principal, Tag } from '../iam/principal.ts';
import { invalidParameter, type StsError } from './errors.ts';
import type { AssumeRoleRequest } from './read-form.ts';

/** The tags that a caller's session hands on to the next role. */
export function inheritedTags(caller: Principal): readonly Tag[] {
  if (caller.kind !== 'session') return [];
  const transitive = new Set(caller.transitiveTagKeys.map(fold));
  return caller.tags.filter(({ key }) => transitive.has(fold(key)));
}

/**
 * The rules of session tags that are not in the model; keys are compared without regard to case.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function tagError(request: AssumeRoleRequest, caller: Principal): StsError | undefined {
  const keys = request.tags.map(({ key }) => fold(key));
  if (new Set(keys).size < keys.length) {
    return invalidParameter(
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
  }
  const values = request.tags.map(({ value }) => fold(value));
  if ([...keys, ...values].some((text) => text.startsWith('aws:'))) {
    return invalidParameter('Tag keys and values may not begin with the reserved prefix aws:');
  }
  if (request.transitiveTagKeys.some((key) => !keys.includes(fold(key)))) {
    return invalidParameter(
      'The specified transitive tag key must be included in the requested tags.',
    );
  }
  const inherited = new Set(inheritedTags(caller).map(({ key }) => fold(key)));
  return keys.some((key) => inherited.has(key))
    ? invalidParameter(
        "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
      )
    : undefined;
}

function fold(key: string): string {
  return key.toLowerCase();
}
