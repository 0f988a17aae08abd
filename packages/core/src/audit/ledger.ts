import type { Clock, Sha256, Trail } from '../ports.ts';
import { type ChainedLine, createChain, noHash } from './chain.ts';
import { asciiLine } from './line.ts';
import { metricLine, type NamedMetric, vendMetricLine } from './metric.ts';
import type { DecisionRecord } from './record.ts';

/** Every decision's way out: fixed into the chain first, written when it is due. */
export type Ledger = {
  /** Allots the record its place and hash; nothing is written yet. */
  fix(record: DecisionRecord): ChainedLine;
  /** Writes a fixed line and its metric. */
  emit(line: ChainedLine, record: DecisionRecord): void;
  /** Writes what only operators may read, under the request id. */
  explain(detail: {
    readonly request_id: string;
    readonly code: string;
    readonly detail: string;
  }): void;
  count(metric: NamedMetric): void;
  /**
   * Notes in the table how far this writer has come, where that is due: at its first use and then every 60 s of
   * use, so that a truncated trail shows. Throws if the table does not take it.
   */
  anchor(): Promise<void>;
};

const noteEveryMs = 60_000;

/** A ledger of one writer: one Lambda instance. `writer` is a fresh id. */
export function createLedger(
  writer: string,
  world: { readonly trail: Trail; readonly clock: Clock; readonly sha256: Sha256 },
): Ledger {
  const { trail, clock, sha256 } = world;
  const chain = createChain(writer, sha256);
  let last = { seq: -1, hash: noHash };
  let notedAtMs = Number.NEGATIVE_INFINITY;

  return {
    fix(record) {
      const line = chain(record);
      last = { seq: line.seq, hash: line.hash };
      return line;
    },
    emit(line, record) {
      trail.write(line.text);
      trail.write(vendMetricLine(record, clock.nowMs()));
    },
    explain(detail) {
      trail.write(asciiLine({ level: 'error', ...detail }));
    },
    count(metric) {
      trail.write(metricLine(metric, clock.nowMs()));
    },
    async anchor() {
      const nowMs = clock.nowMs();
      if (nowMs - notedAtMs < noteEveryMs) return;
      await trail.note(writer, last, nowMs);
      notedAtMs = nowMs;
    },
  };
}
