import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseProfile } from './parse.ts';
import type { Problem } from './problems.ts';

/** A document in which every section stands once; each row below breaks one thing in it. */
const valid = `version: "1"
profile:
  role_arn: arn:aws:iam::111122223333:role/SentinelProtected-Production
  description: Production account
  region: eu-west-1
  max_duration: 1h
  session_name: per_user
rules:
  - name: freeze
    effect: deny
    conditions: { dates: { from: 2026-12-20, until: 2027-01-03 } }
    reason: Change freeze
  - name: oncall
    effect: allow
    conditions:
      groups: [oncall]
      time:
        days: [monday, tuesday]
        hours: { start: 22:00, end: "06:00" }
        timezone: Europe/Berlin
    max_duration: 30m
    session_policy_arns: [arn:aws:iam::aws:policy/ReadOnlyAccess]
  - name: everyone-else
    effect: require_approval
    conditions: { groups: [engineering] }
approval:
  approvers: { groups: [sre-leads], users: [carol@example.com] }
  count: 1
  max_grant: 4h
  auto_approve: { conditions: { groups: [release] }, max_duration: 1h }
break_glass:
  eligible: { groups: [oncall] }
  reason_codes: [incident]
  max_duration: 4h
  cooldown: 1h
  quota: { per_user: { count: 3, within: 24h } }
  review: { required: true, within: 72h, reviewers: { groups: [sre-leads] } }
notify: [security]
scopes:
  read-only: { policy_arns: [arn:aws:iam::aws:policy/ReadOnlyAccess] }
  logs:
    policy:
      Version: "2012-10-17"
      Statement: [{ Sid: Read, Effect: Allow, Action: "logs:Get*", Resource: "*" }]
`;

type Mistake = {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly expected: readonly string[];
};

const mistakes = readMistakes(
  readFileSync(new URL('parse-profile.mistakes.txt', import.meta.url), 'utf8'),
);

test('the document that the mistakes are made in is valid', () => {
  expect(parseProfile(valid)).toMatchObject({ ok: true, notes: [] });
});

test.each(mistakes)('$name is refused, with place, reason and spelling', (mistake) => {
  const parsed = parseProfile(valid.replace(mistake.from, mistake.to));

  expect(valid, 'the mistake changes the document').toContain(mistake.from);
  expect(parsed.ok ? [] : parsed.problems.map(toLine)).toEqual(mistake.expected);
});

function toLine({ line, column, path, message, suggestion }: Problem): string {
  return `${line}:${column} ${path}: ${message}${suggestion === undefined ? '' : ` -> ${suggestion}`}`;
}

function readMistakes(table: string): readonly Mistake[] {
  return table
    .split('\n\n')
    .filter((block) => block.includes('\n! '))
    .map((block) => {
      const [name = '', from = '', to = '', ...expected] = block.trim().split('\n');
      return {
        name,
        from: unescaped(from.slice(2)),
        to: unescaped(to.slice(2)),
        expected: expected.map((line) => line.slice(2)),
      };
    });
}

function unescaped(text: string): string {
  return text.replace(/\\(n|t|\\|u[\da-f]{4})/g, (_, code: string) => {
    if (code === 'n') return '\n';
    if (code === 't') return '\t';
    return code === '\\' ? code : String.fromCharCode(Number.parseInt(code.slice(1), 16));
  });
}
