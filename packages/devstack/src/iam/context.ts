/**
 * What is known of a request, by condition key in lower case. A key without an entry is absent;
 * dates are RFC 3339 in UTC, booleans `true` and `false`.
 */
export type Context = ReadonlyMap<string, readonly string[]>;

export type KeyType = 'text' | 'texts' | 'arn' | 'date' | 'bool';

/**
 * The type of a condition key; `undefined`: this model does not know it and cannot judge it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
export function keyType(key: string): KeyType | undefined {
  const name = key.toLowerCase();
  if (/^aws:(principaltag|requesttag)\/./.test(name)) return 'text';
  return keyTypes.get(name);
}

const keyTypes: ReadonlyMap<string, KeyType> = new Map([
  ['aws:currenttime', 'date'],
  ['aws:tokenissuetime', 'date'],
  ['aws:multifactorauthpresent', 'bool'],
  ['aws:principalaccount', 'text'],
  ['aws:principalarn', 'arn'],
  ['aws:requestedregion', 'text'],
  ['aws:sourceidentity', 'text'],
  ['aws:tagkeys', 'texts'],
  ['aws:userid', 'text'],
  ['kms:viaservice', 'text'],
  ['lambda:sourcefunctionarn', 'arn'],
  ['sts:externalid', 'text'],
  ['sts:rolesessionname', 'text'],
  ['sts:sourceidentity', 'text'],
  ['sts:transitivetagkeys', 'texts'],
]);
