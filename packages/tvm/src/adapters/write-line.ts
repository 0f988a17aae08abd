import { writeSync } from 'node:fs';

const standardOutput = 1;

/**
 * Writes a line to standard output and returns when it is out. A stream would keep what a full pipe does not take,
 * and nothing runs after the answer: what is kept then is lost with the instance.
 */
export function writeLine(line: string, descriptor: number = standardOutput): void {
  const bytes = Buffer.from(`${line}\n`);
  for (let at = 0; at < bytes.length; ) at += writeSome(bytes.subarray(at), descriptor);
}

/** How many bytes were taken; none while the pipe is full. */
function writeSome(bytes: Uint8Array, descriptor: number): number {
  try {
    return writeSync(descriptor, bytes);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return 0;
    throw error;
  }
}
