import type { Sample } from './flows.ts';
import type { Records } from './records.ts';
import type { StoredVend } from './stored-vends.ts';

/**
 * What does not fit together of answers, decision records and the table: every answer must have one record that says
 * the same, every record an answer, and whatever was vended must be stored. Empty: all is well.
 */
export function inconsistencies(
  samples: readonly Sample[],
  { decisions, faults }: Records,
  stored: readonly StoredVend[],
): readonly string[] {
  const wrong = [...faults];
  const records = Map.groupBy(decisions, ({ requestId }) => requestId);
  const keys = new Map(stored.map((vend) => [vend.accessKeyId, vend]));
  const answered = new Set<string>();
  for (const { what, reply } of samples) {
    const { requestId, status, body } = reply;
    answered.add(requestId);
    const [record, ...more] = records.get(requestId) ?? [];
    if (record === undefined || more.length > 0) {
      wrong.push(`${requestId} has ${record === undefined ? 'no' : more.length + 1} records`);
      continue;
    }
    if ((status === 200) !== (record.outcome === 'allow')) {
      wrong.push(`${requestId} was answered ${status} and recorded as ${record.outcome}`);
    }
    if (what !== 'vend' || status !== 200) continue;
    const { AccessKeyId, Sentinel }: Vended = JSON.parse(body);
    const key = keys.get(AccessKeyId);
    if (record.accessKeyId !== AccessKeyId || record.sessionId !== Sentinel.SessionId) {
      wrong.push(`${requestId}: the record names other credentials`);
    }
    if (key?.sessionId !== Sentinel.SessionId || key.status !== 'active') {
      wrong.push(`${requestId}: the vend is not stored`);
    }
  }
  for (const { requestId } of decisions) {
    if (!answered.has(requestId)) wrong.push(`${requestId} was recorded and never answered`);
  }
  return wrong;
}

type Vended = {
  readonly AccessKeyId: string;
  readonly Sentinel: { readonly SessionId: string };
};
