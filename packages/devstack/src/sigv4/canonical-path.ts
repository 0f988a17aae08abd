import { encodeBytes } from './percent.ts';

/**
 * The canonical path of every service but S3: dot segments and empty segments go, and each segment is
 * encoded once more than it is on the wire.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function canonicalPath(wirePath: string): string {
  const kept: string[] = [];
  for (const segment of wirePath.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(encodeBytes(segment));
  }
  const end = kept.length > 0 && wirePath.endsWith('/') ? '/' : '';
  return `/${kept.join('/')}${end}`;
}
