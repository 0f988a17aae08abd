import type { IncomingMessage } from 'node:http';

/**
 * The whole body. One that is too large is read to its end but not kept, so that the client has sent all
 * and listens when it is refused; `aborted` where the client went away.
 */
export async function readBody(
  message: IncomingMessage,
  limitBytes: number,
): Promise<Uint8Array | 'too-large' | 'aborted'> {
  const { promise, resolve } = Promise.withResolvers<Uint8Array | 'too-large' | 'aborted'>();
  const chunks: Buffer[] = [];
  let length = 0;
  message.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= limitBytes) chunks.push(chunk);
    else chunks.length = 0;
  });
  message.on('end', () => resolve(length <= limitBytes ? Buffer.concat(chunks) : 'too-large'));
  message.on('error', () => resolve('aborted'));
  return promise;
}
