import type { Input } from '../http/call.ts';
import { matchesWhole, missing, textViolations, violationMessage } from '../http/shape.ts';
import { shapes } from './shapes.ts';

type Member = { readonly shape: keyof typeof shapes | 'booleanType'; readonly isRequired: boolean };

const arn: Member = { shape: 'arnType', isRequired: true };
const version: Member = { shape: 'policyVersionIdType', isRequired: true };

/** The operations that are modelled, each with all members that are read. */
export const operations = {
  GetPolicy: { PolicyArn: arn },
  GetPolicyVersion: { PolicyArn: arn, VersionId: version },
  ListPolicyVersions: { PolicyArn: arn },
  CreatePolicyVersion: {
    PolicyArn: arn,
    PolicyDocument: { shape: 'policyDocumentType', isRequired: true },
    SetAsDefault: { shape: 'booleanType', isRequired: false },
  },
  DeletePolicyVersion: { PolicyArn: arn, VersionId: version },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Member>>>>;

export type Operation = keyof typeof operations;

export function isOperation(name: string): name is Operation {
  return Object.hasOwn(operations, name);
}

/**
 * How a request violates the service model, in AWS's words; `undefined` if it does not. Throws on a member that is
 * not modelled, so that none is passed over.
 */
export function modelViolation(operation: Operation, input: Input): string | undefined {
  const members: Readonly<Record<string, Member>> = operations[operation];
  const unknown = Object.keys(input).find((name) => !Object.hasOwn(members, name));
  if (unknown !== undefined) throw new Error(`${operation} with \`${unknown}\` is not modelled`);
  const violations = Object.entries(members).flatMap(([name, { shape, isRequired }]) => {
    const at = name.slice(0, 1).toLowerCase() + name.slice(1);
    const value = input[name];
    if (typeof value !== 'string') return isRequired ? [missing(at)] : [];
    if (shape !== 'booleanType') return textViolations(at, value, shapes[shape]);
    return matchesWhole(value, 'true|false') ? [] : [`Value '${value}' at '${at}' is no boolean`];
  });
  return violations.length === 0 ? undefined : violationMessage(violations);
}
