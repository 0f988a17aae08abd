/** Percent-encodes each byte of a byte string but RFC 3986's unreserved characters, in upper-case hex. */
export function encodeBytes(text: string): string {
  return text.replace(/[^A-Za-z0-9._~-]/g, (byte) => {
    const hex = byte.charCodeAt(0).toString(16).toUpperCase();
    return `%${hex.padStart(2, '0')}`;
  });
}

/** The byte string that a percent-encoded text stands for; `+` is itself. `undefined`: a `%` without two hex digits. */
export function decodeBytes(text: string): string | undefined {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return undefined;
  return text.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
