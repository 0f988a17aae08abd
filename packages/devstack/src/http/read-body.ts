import type { IncomingMessage } from 'node:http';

/** Reads a request's body whole. `undefined`: longer than `maxBytes`. Rejects if it is cut off. */
export async function readBody(
  message: IncomingMessage,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of message) {
    const bytes: Uint8Array = chunk;
    length += bytes.length;
    // The rest is still read: leaving off would cut the connection before the answer.
    if (length <= maxBytes) chunks.push(bytes);
  }
  return length > maxBytes ? undefined : Buffer.concat(chunks);
}
