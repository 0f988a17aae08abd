import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { SessionKey } from './remembered-sessions.ts';
import { stateFiles } from './state-files.ts';
import type { Refused, VendAsk } from './tvm-client.ts';

/** What was asked of whom; the same question, asked again at once, has the same answer. */
export type Question = SessionKey & { readonly ask: VendAsk };

/** Refusals of the last moments, so that an SDK that starts the command again is told the same without a new decision. */
export type RecentRefusals = {
  find(question: Question): Promise<Refused | undefined>;
  /** Keeps a decision of the server, and nothing else; a folder that cannot be written keeps none. */
  keep(question: Question, refused: Refused): Promise<void>;
};

/** SDKs ask up to five times within seconds. */
const keptMs = 5_000;

const decisions = new Set([
  'POLICY_DENY',
  'APPROVAL_REQUIRED',
  'SUBJECT_BLOCKED',
  'SESSION_REVOKED',
]);

/** Refusals in files below `folder`, each good for five seconds. */
export function recentRefusals(folder: string, nowMs: () => number): RecentRefusals {
  const files = stateFiles(join(folder, 'refusals'));
  return {
    async find(question) {
      const kept = parsed(await files.read(nameOf(question)));
      const ageMs = nowMs() - (kept?.atMs ?? Number.NEGATIVE_INFINITY);
      return ageMs >= 0 && ageMs < keptMs ? kept?.refused : undefined;
    },
    async keep(question, refused) {
      if (!decisions.has(refused.code)) return;
      const text = JSON.stringify({ atMs: nowMs(), refused });
      await files.write(nameOf(question), text).catch(() => undefined);
    },
  };
}

function nameOf({ tvmUrl, base, profile, ask }: Question): string {
  const parts = JSON.stringify([tvmUrl, base, profile, Object.entries(ask).sort()]);
  return createHash('sha256').update(parts).digest('hex').slice(0, 32);
}

function parsed(text: string): { readonly atMs: number; readonly refused: Refused } | undefined {
  try {
    const { atMs, refused } = JSON.parse(text);
    const { status, code, message, help, requestId } = refused;
    if (typeof atMs !== 'number' || typeof status !== 'number' || !decisions.has(code))
      return undefined;
    if (typeof message !== 'string') return undefined;
    return {
      atMs,
      refused: {
        ok: false,
        status,
        code: String(code),
        message,
        ...(typeof help === 'string' ? { help } : {}),
        ...(typeof requestId === 'string' ? { requestId } : {}),
      },
    };
  } catch {
    return undefined;
  }
}
