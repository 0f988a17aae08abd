import { type CfnResource, Stack, Validations } from 'aws-cdk-lib';
import type { PolicyDocument } from './documents/policy-document.ts';

/**
 * Tells cdk-nag's AwsSolutions pack why resources of these rights end in a wildcard. It wants each by name, so one
 * that comes to be elsewhere is reported.
 */
export function acknowledgeWildcards(
  resource: CfnResource,
  rights: PolicyDocument,
  reason: string,
): void {
  const wild = rights.Statement.filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Resource = [] }) => Resource)
    .filter((arn) => arn.includes('*'));
  const ids = wild.map((arn) => flat(Stack.of(resource).resolve(arn)));
  Validations.of(resource).acknowledge(
    ...[...new Set(ids)].map((arn) => ({ id: `AwsSolutions-IAM5[Resource::${arn}]`, reason })),
  );
}

/** A text of CloudFormation as cdk-nag writes it in the id of a finding. */
function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  if ('Ref' in value) return `<${value.Ref}>`;
  if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt'])) {
    return `<${value['Fn::GetAtt'].join('.')}>`;
  }
  if ('Fn::Join' in value && Array.isArray(value['Fn::Join'])) {
    const [delimiter, items] = value['Fn::Join'];
    return items.map(flat).join(delimiter);
  }
  return JSON.stringify(value);
}
