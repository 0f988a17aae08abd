import type { Shape } from '../http/shape.ts';

/**
 * What the service model says of the members of AssumeRole, by the names of its shapes.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const shapes = {
  arnType: {
    min: 20,
    max: 2048,
    pattern:
      '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+',
  },
  roleSessionNameType: { min: 2, max: 64, pattern: '[\\w+=,.@-]*' },
  sourceIdentityType: { min: 2, max: 64, pattern: '[\\w+=,.@-]*' },
  externalIdType: { min: 2, max: 1224, pattern: '[\\w+=,.@:\\/-]*' },
  roleDurationSecondsType: { min: 900, max: 43_200 },
  tagListType: { max: 50 },
  tagKeyListType: { max: 50 },
  tagKeyType: { min: 1, max: 128, pattern: '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+' },
  tagValueType: { min: 0, max: 256, pattern: '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*' },
  unrestrictedSessionPolicyDocumentType: {
    min: 1,
    pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+',
  },
} as const satisfies Readonly<Record<string, Shape>>;

/** Limits that the documentation sets and the model leaves out. */
export const documented = {
  /** Managed session policies. */
  policyArns: { max: 10 },
  /** Characters of "both inline and managed session policies": here the inline one and the others' ARNs. */
  sessionPolicies: { max: 2048 },
} as const satisfies Readonly<Record<string, Shape>>;
