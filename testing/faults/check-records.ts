import type { DecisionRecord } from '@sentinel/core/audit/record';
import type { Reply } from './town.ts';

/**
 * Whether the records of one call say truly what became of it: one decision, or an allowed vend and its withdrawal.
 * `wasIssued`: credentials that STS gave and told us of.
 */
export function wrongInRecords(
  records: readonly DecisionRecord[],
  about: { readonly reply: Reply; readonly wasIssued: boolean },
): readonly string[] {
  const { reply, wasIssued } = about;
  const outcomes = records.map(({ outcome }) => outcome);
  const last = records.at(-1);
  if (last === undefined) return ['there is no record'];
  const isAnswered = reply.status === 200;
  const expected = isAnswered
    ? ['allow']
    : wasIssued
      ? ['withdrawn', 'allow,withdrawn']
      : ['deny', 'error'];
  const wrong: string[] = [];
  if (!expected.includes(outcomes.join())) {
    wrong.push(`recorded as ${outcomes.join()} though answered ${reply.status}`);
  }
  const code = isAnswered ? 'OK' : reply.json['Code'];
  if (last.code !== code && !(code === 'POLICY_DENY')) {
    wrong.push(`recorded as ${last.code} though answered ${String(code)}`);
  }
  if (/"(secret|token)-canary/.test(JSON.stringify(records))) wrong.push('a record holds a secret');
  return wrong;
}
