import type { IncomingMessage } from 'node:http';

/** The whole body of a request or an answer. */
export function textOf(message: IncomingMessage): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const chunks: Buffer[] = [];
  message.on('data', (chunk: Buffer) => chunks.push(chunk));
  message.on('end', () => resolve(Buffer.concat(chunks).toString()));
  message.on('error', reject);
  return promise;
}
