import type { Shape } from '../http/shape.ts';

/**
 * What the service model says of the members that are read, by the names of its shapes.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html
 */
export const shapes = {
  arnType: { min: 20, max: 2048 },
  policyVersionIdType: { pattern: 'v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?' },
  policyDocumentType: {
    min: 1,
    max: 131_072,
    pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+',
  },
} as const satisfies Readonly<Record<string, Shape>>;

/**
 * Quotas of managed policies; white space is not counted.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const quotas = { characters: 6144, versions: 5 } as const;
