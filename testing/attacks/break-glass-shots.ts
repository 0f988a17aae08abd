import { expect } from 'vitest';
import type { Range } from './firing-range.ts';
import type { Answer, Keys, Shot } from './hostile-client.ts';
import { type Refused, repel } from './repel.ts';

/** What a document says of its glass. */
type Glass = {
  /** Subjects that may break it. */
  readonly eligible: readonly string[];
  /** Members of the section beside them. */
  readonly limits?: readonly string[];
};

/** Everybody sees it, carol approves, and some may break the glass. */
export function vault({ eligible, limits = [] }: Glass): string {
  return [
    `version: "1"
profile: { role_arn: "arn:aws:iam::444455556666:role/SentinelProtected-Vault" }
rules: [{ name: everyone, effect: require_approval, conditions: { any: true } }]
approval: { approvers: { users: [carol@example.com] }, max_grant: 4h }
break_glass:
  eligible: { users: [${eligible.join(', ')}] }
  reason_codes: [incident]
`,
    ...limits.map((limit) => `  ${limit}\n`),
  ].join('');
}

/** What answers where no right is found, and nothing of one is told. */
export const needed = { code: 'APPROVAL_REQUIRED', truth: { via: null, grant_id: null } };

export const why = 'the database is on fire, and nobody answers';

/** Breaks the glass, of `vault` unless told otherwise. */
export function openShot(more: object = {}, key?: string): Shot {
  const ask = { profiles: ['vault'], reason_code: 'incident', justification: why, ...more };
  return {
    method: 'POST',
    target: '/break-glass',
    body: JSON.stringify(ask),
    ...(key === undefined ? {} : { signed: { 'Idempotency-Key': key } }),
  };
}

export function post(target: string, body: object = {}): Shot {
  return { method: 'POST', target, body: JSON.stringify(body) };
}

/** An opening as its answer shows it. */
export type Opened = {
  readonly id: string;
  readonly subject: string;
  readonly opened_at: string;
  readonly ends_at: string;
  readonly may_last_until: string;
};

/** The first opening that an answer tells of. */
export function openedIn({ json, body }: Answer): Opened {
  const [event] = Array.isArray(json['items']) ? json['items'] : [];
  return event ?? expect.fail(`nothing was opened: ${body}`);
}

/** Breaks the glass of one profile by right. */
export async function openBy(range: Range, by: Keys, profile: string, more: object = {}) {
  const answer = await range.fire(by, openShot({ profiles: [profile], ...more }));
  expect(answer.status, answer.body).toBe(200);
  return openedIn(answer);
}

export type Attempt = readonly [wants: string, by: Keys, shot: Shot, refused: Refused];

/** One after another. */
export async function repelAll(range: Range, attempts: readonly Attempt[]): Promise<void> {
  for (const [wants, by, shot, refused] of attempts) {
    await repel(range, { wants, by, shot, refused });
  }
}
