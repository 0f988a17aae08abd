import { type Refusal, reasons } from '@sentinel/core/reasons';
import type { HttpRequest } from './read-event.ts';
import { readStrictJson } from './strict-json.ts';

/** Bytes. */
export const maxBodyBytes = 16 * 1024;

/** Reads a JSON body; `undefined` where there is none. */
export function readBody(
  request: Pick<HttpRequest, 'body' | 'isBase64Encoded' | 'headers'>,
): { readonly value: unknown } | undefined | Refusal {
  if (request.body === undefined) return undefined;
  if (request.body.length > maxBodyBytes * 2) return reasons.tooLarge(maxBodyBytes);
  const bytes = Buffer.from(request.body, request.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > maxBodyBytes) return reasons.tooLarge(maxBodyBytes);
  if (!/^application\/json(?:; ?charset=utf-8)?$/i.test(request.headers['content-type'] ?? '')) {
    return reasons.unsupportedMediaType();
  }
  const text = decode(bytes);
  const json = text === undefined ? undefined : readStrictJson(text);
  return (
    json ??
    reasons.invalidRequest(
      'the body is not plain JSON in UTF-8: each key once, numbers without exponent, at most 8 levels',
    )
  );
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
