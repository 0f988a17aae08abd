import { deflateRawSync } from 'node:zlib';
import type { Tag } from '../iam/principal.ts';

/**
 * How much of the space for session policies and tags a request takes, in percent; `undefined` where
 * it brings none. AWS does not publish its packed format: this is deflated text against 800 bytes,
 * which fails sooner rather than later.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function packedSizePercent(contents: {
  readonly policy?: string;
  readonly policyArns: readonly string[];
  readonly tags: readonly Tag[];
}): number | undefined {
  const { policy, policyArns, tags } = contents;
  const parts = [
    ...(policy === undefined ? [] : [policy]),
    ...policyArns,
    ...tags.flatMap(({ key, value }) => [key, value]),
  ];
  if (parts.length === 0) return undefined;
  return Math.ceil((deflateRawSync(parts.join('\0')).length * 100) / 800);
}
