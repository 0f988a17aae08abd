import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fewAtATime, openRange, type Range } from './firing-range.ts';
import { type Answer, askAws, type Keys, keysIn } from './hostile-client.ts';
import { repel, vendShot } from './repel.ts';

const long = 'christopher-alexander-montgomery';

/** Names that are cut, or changed, into one another as far as a stamp shows them. */
const twins: readonly (readonly [how: string, one: string, other: string])[] = [
  ['cut to the same 13 characters', `${long}-one@example.com`, `${long}-two@example.com`],
  [
    'cut within the same 27 characters',
    `${'a'.repeat(27)}b@example.com`,
    `${'a'.repeat(27)}c@example.com`,
  ],
  ['cut, beside one that is not', `${'b'.repeat(28)}@example.com`, `${'b'.repeat(27)}@example.com`],
  ['with a comma, beside an underscore', 'dan,jones@example.com', 'dan_jones@example.com'],
  ['with an equals sign, beside an underscore', 'dan=smith@example.com', 'dan_smith@example.com'],
  ['with the domain, and without', 'dora@example.com', 'dora'],
  ['of another domain', 'edgar@example.com', 'edgar@example.org'],
  ['with the domain twice', 'fay@example.com', 'fay@example.com@example.com'],
  ['of one letter', 'g@example.com', 'gg'],
  [
    'that looks like the cut form of the other',
    `${long}@example.com`,
    'christopher-a=aaaaaaaaaaaaa@example.com',
  ],
];
const everybody = twins.flatMap(([, one, other]) => [one, other]);

let range: Range;

beforeAll(async () => {
  range = await openRange({
    documents: {
      '/sentinel/policies/dev': `version: "1"
profile: { role_arn: "arn:aws:iam::444455556666:role/SentinelProtected-Dev" }
rules: [{ name: everyone, effect: allow, conditions: { any: true } }]
`,
      '/sentinel/groups/oncall': `version: "1"\nmembers: [${everybody.map((one) => `"${one}"`).join(', ')}]\n`,
    },
  });
});
afterAll(() => range.close());

const stamp = (answer: Answer) => Object(answer.json['Sentinel']);
const userPart = (answer: Answer) =>
  String(stamp(answer)['SourceIdentity']).split('.').slice(3).join('.');

async function canRead(keys: Keys): Promise<boolean> {
  const ask = {
    service: 'ssm',
    target: 'AmazonSSM.GetParameter',
    input: { Name: '/sentinel/directory' },
  };
  return (await askAws(range.stack.ssm.url, keys, ask)).status === 200;
}

describe('SEC-04 two people whose names are cut to one another', () => {
  test.each(twins)('SEC-04 %s: stamps, guards and lists stay apart', async (_how, one, other) => {
    const [ones, others] = [range.person(one), range.person(other)];
    const [got, gotOther] = [
      await range.fire(ones, vendShot('dev')),
      await range.fire(others, vendShot('dev')),
    ];

    const violation = 'SECURITY VIOLATION: two people share a stamp';
    expect([got.status, gotOther.status]).toEqual([200, 200]);
    expect(userPart(got), violation).not.toBe(userPart(gotOther));
    const assumed = range.stack.sts.calls
      .filter(({ operation }) => operation === 'AssumeRole')
      .slice(-2);
    const members = ['RoleSessionName', 'SourceIdentity'] as const;
    for (const member of members) {
      expect(assumed[0]?.input[member], violation).not.toEqual(assumed[1]?.input[member]);
    }
    const tags = assumed.map(({ input }) => {
      const [key] = Object.entries(input).find(([, value]) => value === 'SentinelUser') ?? [''];
      return input[key.replace(/Key$/, 'Value')];
    });
    expect(tags).toEqual([userPart(got), userPart(gotOther)]);
    expect(tags[0], violation).not.toBe(tags[1]);

    await repel(range, {
      wants: 'to go on in the session of a namesake',
      by: others,
      shot: vendShot('dev', { session_id: String(stamp(got)['SessionId']) }),
      refused: { code: 'NOT_FOUND', truth: { subject: other } },
    });
    const list = await range.fire(others, { target: '/sessions' });
    expect(list.body, 'SECURITY VIOLATION: a namesake sees the session').not.toContain(
      String(stamp(got)['SessionId']),
    );
  });

  test('SEC-10 the break-glass of one neither serves, hinders nor shows itself to the other', async () => {
    const [, one, other] = twins[0] ?? ['', '', ''];
    const [ones, others] = [range.person(one), range.person(other)];
    const ask = {
      profiles: ['database'],
      reason_code: 'incident',
      justification: 'the database is on fire, and I am on call',
    };

    const opened = await range.post(ones, '/break-glass', ask);
    await repel(range, {
      wants: "to be vended under a namesake's break-glass",
      by: others,
      shot: vendShot('database'),
      refused: { code: 'APPROVAL_REQUIRED', truth: { subject: other, via: null } },
    });
    const openedToo = await range.post(others, '/break-glass', ask);

    expect([opened.status, openedToo.status]).toEqual([200, 200]);
    const [event] = [Object(opened.json['items'])[0]];
    await repel(range, {
      wants: "to close a namesake's break-glass",
      by: others,
      shot: { method: 'POST', target: `/break-glass/${event.id}/close`, body: '{}' },
      refused: { code: 'NOT_FOUND', truth: { subject: other } },
    });
  });

  test('SEC-11 revoking one denies all that is theirs and nothing of their namesakes', async () => {
    const held = await Promise.all(
      [0, 3, 5]
        .map((at) => twins[at] ?? expect.fail())
        .map(async ([how, one, other]) => ({
          how,
          one,
          ones: keysIn(await range.fire(range.person(one), vendShot('dev'))),
          others: keysIn(await range.fire(range.person(other), vendShot('dev'))),
        })),
    );
    const erin = range.keysOf('erin');

    for (const { one } of held) {
      const done = await range.post(erin, '/revocations', {
        subject: one,
        reason: 'a stolen laptop',
      });
      expect(done.status, done.body).toBe(200);
    }
    await range.denied();

    for (const { how, ones, others } of held) {
      expect(await canRead(ones), `SECURITY VIOLATION: a revoked key goes on: ${how}`).toBe(false);
      expect(await canRead(others), `a namesake was denied: ${how}`).toBe(true);
    }
    const [, one, other] = twins[0] ?? ['', '', ''];
    await repel(range, {
      wants: 'in although revoked',
      by: range.person(one),
      shot: vendShot('dev'),
      refused: { code: 'SUBJECT_BLOCKED', truth: { subject: one } },
    });
    expect((await range.fire(range.person(other), vendShot('dev'))).status).toBe(200);
  });

  test('SEC-04 the table holds a place of its own for each of them', async () => {
    // Whoever was revoked above is refused, and has a place from before.
    await fewAtATime(everybody, (one) => range.fire(range.person(one), vendShot('dev')));

    const items = await range.holdings();

    const sessions = items.filter(({ sk }) => String(sk).startsWith('session#'));
    const owners = new Map(sessions.map(({ pk, subject }) => [String(pk), String(subject)]));
    expect(new Set(owners.values()), 'SECURITY VIOLATION: two share a place').toEqual(
      new Set(everybody),
    );
    expect(owners.size).toBe(everybody.length);
    for (const { pk, subject } of sessions) expect(owners.get(String(pk))).toBe(subject);
  });
});
