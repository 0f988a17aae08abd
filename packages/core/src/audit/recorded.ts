import { failureOf } from '../failure.ts';
import type { Clock } from '../ports.ts';
import { isRefusal, type Refusal } from '../reasons.ts';
import type { ChainedLine } from './chain.ts';
import type { Ledger } from './ledger.ts';
import { blankRecord, type DecisionRecord, type OutcomeName } from './record.ts';

/** What a request's stages tell its record, as they learn it. */
export type Story = {
  note(fields: Partial<DecisionRecord>): void;
  /** Notes how long a phase took, whatever became of it. */
  timed<T>(phase: string, work: () => Promise<T>): Promise<T>;
  /** Tells operators what stood behind something that the caller is not told of. */
  explain(refusal: Refusal): void;
  /** Fixes the record as an allowed one, so that its hash can be stored before it is written. */
  fix(): ChainedLine;
};

/** What is known of a request before anything is read from it. */
export type Opening = Pick<DecisionRecord, 'event' | 'request_id'> & Partial<DecisionRecord>;

/**
 * Runs one request and writes its record, whatever becomes of it: a refusal, an exception (mapped here, and only
 * here), or an answer. A record that was fixed is written as it stands; if nothing was answered after all,
 * a `withdrawn` one follows it.
 */
export async function recorded<T>(
  opening: Opening,
  world: { readonly ledger: Ledger; readonly clock: Clock },
  tell: (story: Story) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  const { ledger, clock } = world;
  const startedAtMs = clock.nowMs();
  const latencyMs: Record<string, number> = {};
  let record: DecisionRecord = { ...blankRecord, ...opening, time: isoTime(startedAtMs) };
  let fixed: { readonly line: ChainedLine; readonly record: DecisionRecord } | undefined;

  const settled = (fields: Pick<DecisionRecord, 'outcome' | 'code'>): DecisionRecord => ({
    ...record,
    ...fields,
    latency_ms: { ...latencyMs, total: clock.nowMs() - startedAtMs },
  });
  const story: Story = {
    note(fields) {
      record = { ...record, ...fields };
    },
    async timed(phase, work) {
      const beganAtMs = clock.nowMs();
      try {
        return await work();
      } finally {
        latencyMs[phase] = clock.nowMs() - beganAtMs;
      }
    },
    explain: (refusal) => explain(refusal, { ledger, request: record }),
    fix() {
      const allowed = settled({ outcome: 'allow', code: 'OK' });
      fixed = { line: ledger.fix(allowed), record: allowed };
      return fixed.line;
    },
  };

  const result = await tell(story).catch(failureOf);
  try {
    if (fixed !== undefined) ledger.emit(fixed.line, fixed.record);
    if (isRefusal(result)) writeRefusal(result, { ledger, settled, request: record });
    else if (fixed === undefined) write(ledger, settled({ outcome: 'allow', code: 'OK' }));
    return result;
  } catch (error) {
    return failureOf(error);
  }
}

/** UTC, fixed width: `2026-01-25T14:30:00.000Z`. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

function writeRefusal(
  refusal: Refusal,
  to: {
    readonly ledger: Ledger;
    readonly settled: (fields: Pick<DecisionRecord, 'outcome' | 'code'>) => DecisionRecord;
    readonly request: DecisionRecord;
  },
): void {
  const code = refusal.recordedCode ?? refusal.code;
  write(to.ledger, to.settled({ outcome: outcomeOf(code, to.request), code }));
  explain(refusal, to);
  if (refusal.metric !== undefined) to.ledger.count({ name: refusal.metric });
}

function explain(
  refusal: Refusal,
  to: { readonly ledger: Ledger; readonly request: DecisionRecord },
): void {
  if (refusal.detail === undefined) return;
  const code = refusal.recordedCode ?? refusal.code;
  to.ledger.explain({ request_id: to.request.request_id, code, detail: refusal.detail });
}

function outcomeOf(code: DecisionRecord['code'], record: DecisionRecord): OutcomeName {
  if (record.access_key_id !== null) return 'withdrawn';
  switch (code) {
    case 'POLICY_ERROR':
    case 'CONFIG_ERROR':
    case 'CREDENTIAL_ERROR':
    case 'INTERNAL':
    case 'DEPENDENCY_UNAVAILABLE':
      return 'error';
    default:
      return 'deny';
  }
}

function write(ledger: Ledger, record: DecisionRecord): void {
  ledger.emit(ledger.fix(record), record);
}
