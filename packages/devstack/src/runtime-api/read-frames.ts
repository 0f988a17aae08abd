import type { Readable } from 'node:stream';

/** Type, length and time stand before each message, big-endian: 4, 4 and 8 bytes. */
const headerBytes = 16;

/**
 * Reads what a runtime logs by `console`: frames on a descriptor of their own, each a message that may have several
 * lines. What a function writes to its standard output does not come this way.
 */
export function readFrames(stream: Readable, onLine: (line: string) => void): void {
  let rest = Buffer.alloc(0);
  stream.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= headerBytes && rest.length >= headerBytes + rest.readUInt32BE(4)) {
      const end = headerBytes + rest.readUInt32BE(4);
      onLine(rest.toString('utf8', headerBytes, end).replace(/\n$/, ''));
      rest = rest.subarray(end);
    }
  });
}
