import type { Trail } from '../ports.ts';

export type WriterNote = {
  readonly startedAtMs: number;
  readonly notedAtMs: number;
  readonly seq: number;
  readonly hash: string;
};

export type MemoryTrail = Trail & {
  /** All lines, in order. */
  lines(): readonly string[];
  /** By writer. */
  notes(): ReadonlyMap<string, WriterNote>;
};

/** Lines and notes in memory. A note that arrives late never takes a writer back. */
export function memoryTrail(): MemoryTrail {
  const lines: string[] = [];
  const notes = new Map<string, WriterNote>();
  return {
    write: (line) => {
      lines.push(line);
    },
    note: async (writer, last, atMs) => {
      const known = notes.get(writer);
      if (known !== undefined && known.seq >= last.seq) return;
      const startedAtMs = known?.startedAtMs ?? atMs;
      notes.set(writer, { startedAtMs, notedAtMs: atMs, seq: last.seq, hash: last.hash });
    },
    lines: () => [...lines],
    notes: () => new Map(notes),
  };
}
