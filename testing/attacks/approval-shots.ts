import type { Range } from './firing-range.ts';
import type { Answer, Keys } from './hostile-client.ts';
import { type Attack, vendShot } from './repel.ts';

/** Everybody sees it, nobody gets in alone, and a grant opens one session. */
export const vault = (rule: string) => `version: "1"
profile: { role_arn: "arn:aws:iam::444455556666:role/SentinelProtected-Vault" }
rules: [{ name: ${rule}, effect: require_approval, conditions: { any: true } }]
approval:
  approvers: { users: [alice@example.com, iam/alice, mallory@example.com, carol@example.com] }
  max_grant: 4h
  max_uses: 1
`;

/** Why somebody asks for an approval. */
export const why = 'I would like to look at the customers';

/** What answers where no grant is usable. */
export const needed = { code: 'APPROVAL_REQUIRED' };

/** The session that a vend answered with. */
export function sessionOf(answer: Answer): string {
  return String(Object(answer.json['Sentinel'])['SessionId']);
}

/** A request, in whatever state the verbs leave it; its id. */
export async function requestBy(
  by: Keys,
  { ask, verbs }: { readonly ask: object; readonly verbs: readonly (readonly [Keys, string])[] },
  range: Range,
): Promise<string> {
  const made = await range.post(by, '/requests', { justification: why, ...ask });
  const id = String(made.json['id']);
  for (const [who, verb] of verbs) {
    const done = await range.post(who, `/requests/${id}/${verb}`, {});
    if (done.status !== 200) throw new Error(`${verb}: ${done.body}`);
  }
  return id;
}

/** How alice's request is approved by nobody who may. */
export function approvingShots(
  id: string,
  by: Readonly<Record<'alice' | 'alicesUser' | 'ci' | 'bob', Keys>>,
): readonly Attack[] {
  const at = `/requests/${id}/approve`;
  return [
    {
      wants: 'to approve an own request',
      by: by.alice,
      shot: { method: 'POST', target: at, body: '{}' },
      refused: { code: 'FORBIDDEN', truth: { subject: 'alice@example.com', profile: 'vault' } },
    },
    {
      wants: 'to approve as the IAM user of the same person',
      by: by.alicesUser,
      shot: { method: 'POST', target: at, body: '{}' },
      refused: { code: 'FORBIDDEN', truth: { subject: 'iam/alice', about: 'alice@example.com' } },
    },
    {
      wants: 'to approve as a role, where roles never may',
      by: by.ci,
      shot: { method: 'POST', target: at, body: '{}' },
      refused: { code: 'NOT_FOUND', truth: { subject: 'role/ci-deploy' } },
    },
    {
      wants: 'to approve as a stranger who learned the id',
      by: by.bob,
      shot: { method: 'POST', target: at, body: '{}' },
      refused: { code: 'NOT_FOUND', truth: { subject: 'bob@example.com' } },
    },
    {
      wants: 'to approve on behalf of an approver whom the body names',
      by: by.alice,
      shot: { method: 'POST', target: at, body: '{"by":"carol@example.com"}' },
      refused: { code: 'INVALID_REQUEST' },
    },
  ];
}

/** What the key of a request that was approved and withdrawn is used for again. */
export function replays(
  id: string,
  about: {
    readonly mallory: Keys;
    readonly ask: object;
    readonly key: Readonly<Record<string, string>>;
  },
): readonly Attack[] {
  const { mallory, ask, key } = about;
  return [
    {
      wants: 'to be vended by a replayed request',
      by: mallory,
      shot: vendShot('vault'),
      refused: needed,
    },
    {
      wants: 'to be vended by the key of the request',
      by: mallory,
      shot: { ...vendShot('vault'), signed: key },
      refused: needed,
    },
    {
      wants: 'to make another request out of an approved one',
      by: mallory,
      shot: {
        method: 'POST',
        target: '/requests',
        body: JSON.stringify({ ...ask, duration: 14_400 }),
        signed: key,
      },
      refused: { code: 'CONFLICT', truth: { subject: 'mallory@example.com' } },
    },
    {
      wants: "to play an approver's key",
      by: mallory,
      shot: { method: 'POST', target: `/requests/${id}/approve`, body: '{}', signed: key },
      refused: { code: 'CONFLICT' },
    },
  ];
}
