import { decodeBytes } from '../sigv4/percent.ts';

/** The text that a byte string is in UTF-8; `undefined` where it is none. */
export function utf8Text(bytes: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Buffer.from(bytes, 'latin1'),
    );
  } catch {
    return undefined;
  }
}

/**
 * The path as handlers get it: HTTP APIs decode it whole, `%2F` too, and lose what follows a decoded
 * question mark. `undefined`: it cannot be decoded.
 */
export function decodePath(wirePath: string): string | undefined {
  const bytes = decodeBytes(wirePath);
  return bytes === undefined ? undefined : utf8Text(bytes)?.replace(/\?.*$/s, '');
}
