import { hex } from '../hex.ts';
import type { Sha256 } from '../ports.ts';
import { asciiLine } from './line.ts';
import { blankRecord, type DecisionRecord } from './record.ts';

/** A line that is fixed: its place in the chain and its hash cannot change any more. */
export type ChainedLine = {
  readonly writer: string;
  readonly seq: number;
  /** Lower-case hex of the SHA-256 of the line up to and including `prev`. */
  readonly hash: string;
  readonly text: string;
};

/** `prev` of a writer's first line. */
export const noHash = '0'.repeat(64);

/**
 * A writer's chain: places are allotted synchronously, from 0, each line carrying the hash of the one before.
 * The hash covers the canonical line with its members in their order; `hash` itself comes last.
 */
export function createChain(
  writer: string,
  sha256: Sha256,
): (record: DecisionRecord) => ChainedLine {
  let seq = 0;
  let prev = noHash;
  return (record) => {
    const place = { writer, seq, prev };
    const body = asciiLine({ ...blankRecord, ...record, ...place });
    const hash = hex(sha256(body));
    seq += 1;
    prev = hash;
    return { writer, seq: place.seq, hash, text: `${body.slice(0, -1)},"hash":"${hash}"}` };
  };
}
