import { metricLine } from '@sentinel/core/audit/metric';
import { writeLine } from './write-line.ts';

/** Descriptors of the two streams, both of which Lambda takes into the function's log group. */
export type Streams = { readonly output: number; readonly error: number };

/**
 * Writes a line of the trail to standard output. One that it does not take is counted as `TrailFailed` on standard error,
 * for an answer without a record must be seen; then it throws.
 */
export function writeRecord(line: string, streams: Streams = { output: 1, error: 2 }): void {
  try {
    writeLine(line, streams.output);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    writeLine(metricLine({ name: 'TrailFailed', detail }, Date.now()), streams.error);
    throw error;
  }
}
