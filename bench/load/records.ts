import { createHash } from 'node:crypto';

/** What matters here of one decision that was recorded. */
export type Recorded = {
  readonly requestId: string;
  readonly event: string;
  readonly outcome: string;
  readonly code: string;
  readonly sessionId: string | null;
  readonly accessKeyId: string | null;
};

/** Decisions as their lines came, and what is wrong with the lines themselves. */
export type Records = {
  readonly decisions: readonly Recorded[];
  readonly faults: readonly string[];
};

type Line = {
  readonly writer?: string;
  readonly seq?: number;
  readonly prev?: string;
  readonly hash?: string;
  readonly request_id: string;
  readonly event: string;
  readonly outcome: string;
  readonly code: string;
  readonly session_id: string | null;
  readonly access_key_id: string | null;
};

/** Takes lines of all instances; checks each writer's chain as it grows. */
export function createRecords(): { take(line: string): void; read(): Records } {
  const decisions: Recorded[] = [];
  const faults: string[] = [];
  const last = new Map<string, { readonly seq: number; readonly hash: string }>();
  return {
    take(text) {
      if (!text.startsWith('{')) return;
      const line: Line = JSON.parse(text);
      const { writer, seq, prev, hash } = line;
      if (writer === undefined || seq === undefined || hash === undefined) return;
      const before = last.get(writer) ?? { seq: -1, hash: '0'.repeat(64) };
      const body = `${text.slice(0, text.lastIndexOf(',"hash":'))}}`;
      const isWhole = createHash('sha256').update(body).digest('hex') === hash;
      if (!isWhole || seq !== before.seq + 1 || prev !== before.hash) {
        faults.push(`line ${seq} of writer ${writer} does not follow its chain`);
      }
      last.set(writer, { seq, hash });
      decisions.push({
        requestId: line.request_id,
        event: line.event,
        outcome: line.outcome,
        code: line.code,
        sessionId: line.session_id,
        accessKeyId: line.access_key_id,
      });
    },
    read: () => ({ decisions, faults }),
  };
}
