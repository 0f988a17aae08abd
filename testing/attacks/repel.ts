import type { DecisionRecord } from '@sentinel/core/audit/record';
import { expect } from 'vitest';
import type { Range } from './firing-range.ts';
import type { Answer, Keys, Shot } from './hostile-client.ts';

/** One attack, and how it must end. */
export type Attack = {
  /** What the attacker is after. */
  readonly wants: string;
  readonly by: Keys | undefined;
  readonly shot: Shot;
  /** `gateway`: it never reaches the TVM. */
  readonly refused: Refused | 'gateway';
};

export type Refused = {
  readonly code: string;
  /** What the record says beside the refusal; its `code` where the answer may not tell. */
  readonly truth?: Partial<DecisionRecord>;
};

/** What only an owner may read: names of roles, groups, people and accounts, and the words of software. */
const revealing =
  /arn:aws|SentinelProtected|SentinelApi|A(SIA|KIA|ROA|IDA)[A-Z0-9]{8}|dynamodb|ConditionalCheck|smithy|node:|\.ts\b|stack|sre-leads|oncall|engineering|444455556666|(carol|bob|erin)@example\.com/i;

/** Fires, and asserts all that must hold after an attack. */
export async function repel(range: Range, attack: Attack): Promise<Answer> {
  const written = range.stack.dynamodb.count();
  const issued = range.issued();
  const answer = await range.fire(attack.by, attack.shot);
  expectRefused(range, answer, attack);
  expect(range.issued(), `SECURITY VIOLATION: STS issued to whom wants ${attack.wants}`).toBe(
    issued,
  );
  expect(
    range.writesSince(written).map(({ operation, input }) => [operation, input['Key'] ?? input]),
    `SECURITY VIOLATION: it left its mark who wants ${attack.wants}`,
  ).toEqual([]);
  return answer;
}

/** The refusal itself: no credentials, nothing told, and one record that tells the truth. */
export function expectRefused(
  range: Range,
  answer: Answer,
  { wants, by, refused }: Pick<Attack, 'wants' | 'by' | 'refused'>,
): void {
  const why = `SECURITY VIOLATION: an attacker has ${wants}`;
  expect(answer.status, `${why}: ${answer.body}`).toBeGreaterThanOrEqual(400);
  expect(answer.raw, why).not.toMatch(/ASIA[A-Z0-9]{8}|SecretAccessKey|"Token"/);
  expect(answer.raw, `SECURITY VIOLATION: the refusal tells too much`).not.toMatch(revealing);
  if (refused === 'gateway') {
    expect(answer.requestId, why).toBe(undefined);
    return;
  }
  expect(answer.json, why).toMatchObject({ Code: refused.code, RequestId: answer.requestId });
  const records = range.decisions().filter((record) => record.request_id === answer.requestId);
  expect(records.length, 'SECURITY VIOLATION: not one record of an attack').toBe(1);
  expect(records[0], 'SECURITY VIOLATION: the record does not tell the truth').toMatchObject({
    outcome: refused.truth?.outcome ?? 'deny',
    code: refused.code,
    access_key_id: null,
    caller_arn: arnOf(range, by) ?? null,
    ...refused.truth,
  });
}

function arnOf({ stack }: Range, keys: Keys | undefined): string | undefined {
  return keys === undefined ? undefined : stack.iam.findKey(keys.accessKeyId)?.principal.arn;
}

/** A vend by JSON. */
export function vendShot(profile: string, more: object = {}): Shot {
  return { method: 'POST', target: '/', body: JSON.stringify({ profile, ...more }) };
}
