import {
  listViolations,
  missing,
  numberViolations,
  type Shape,
  textViolations,
} from '../http/shape.ts';
import type { AssumeRoleRequest } from './read-form.ts';
import { documented, shapes } from './shapes.ts';

/**
 * How a request violates the service model, in AWS's words; empty if it does not.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function modelViolations(request: AssumeRoleRequest): readonly string[] {
  return [
    ...required('roleArn', request.roleArn, shapes.arnType),
    ...required('roleSessionName', request.roleSessionName, shapes.roleSessionNameType),
    ...text('sourceIdentity', request.sourceIdentity, shapes.sourceIdentityType),
    ...text('externalId', request.externalId, shapes.externalIdType),
    ...text('policy', request.policy, shapes.unrestrictedSessionPolicyDocumentType),
    ...plaintext(request),
    ...duration(request.durationSeconds),
    ...listViolations('policyArns', request.policyArns.length, documented.policyArns),
    ...request.policyArns.flatMap((arn, at) =>
      textViolations(`policyArns.${at + 1}.member.arn`, arn, shapes.arnType),
    ),
    ...listViolations('tags', request.tags.length, shapes.tagListType),
    ...request.tags.flatMap(({ key, value }, at) => [
      ...tagText(request, `tags.${at + 1}.member.key`, { text: key, shape: shapes.tagKeyType }),
      ...tagText(request, `tags.${at + 1}.member.value`, {
        text: value,
        shape: shapes.tagValueType,
      }),
    ]),
    ...listViolations('transitiveTagKeys', request.transitiveTagKeys.length, shapes.tagKeyListType),
    ...request.transitiveTagKeys.flatMap((key, at) =>
      textViolations(`transitiveTagKeys.${at + 1}.member`, key, shapes.tagKeyType),
    ),
  ];
}

function required(at: string, value: string | undefined, shape: Shape): readonly string[] {
  return value === undefined ? [missing(at)] : textViolations(at, value, shape);
}

function text(at: string, value: string | undefined, shape: Shape): readonly string[] {
  return value === undefined ? [] : textViolations(at, value, shape);
}

function tagText(
  { absent = [] }: AssumeRoleRequest,
  at: string,
  { text, shape }: { readonly text: string; readonly shape: Shape },
): readonly string[] {
  return absent.includes(at) ? [missing(at)] : textViolations(at, text, shape);
}

function plaintext({ policy = '', policyArns }: AssumeRoleRequest): readonly string[] {
  const characters = policy.length + policyArns.join('').length;
  return listViolations('policy', characters, documented.sessionPolicies);
}

function duration(written: string | undefined): readonly string[] {
  if (written === undefined) return [];
  if (!/^[+-]?\d{1,10}$/.test(written))
    return [`Value '${written}' at 'durationSeconds' is no integer`];
  return numberViolations('durationSeconds', Number(written), shapes.roleDurationSecondsType);
}
