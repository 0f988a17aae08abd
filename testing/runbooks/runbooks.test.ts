import { readdirSync, readFileSync } from 'node:fs';
import { alarms, emergencyRoleUsed } from '@sentinel/tvm/infrastructure/alarms';
import { emergencyRoleTrust } from '@sentinel/tvm/infrastructure/trust';
import { describe, expect, test } from 'vitest';
import { hasAwsCli, parseAws } from './aws-parser.ts';
import { runShell, shellOf } from './shell-of-page.ts';

const docs = new URL('../../docs/', import.meta.url);
const runbooks = readdirSync(new URL('runbooks/', docs)).filter((name) => name !== 'README.md');
const pages = [
  ...runbooks.map((name) => `runbooks/${name}`),
  'guide/guardrails.md',
  'guide/cost.md',
];
const read = (page: string) => readFileSync(new URL(page, docs), 'utf8');

// In the tests that count, nothing may be left out for want of a tool.
const isInstalled = process.env['CI'] !== undefined || hasAwsCli();

describe('commands of pages', () => {
  const shelled = new Map(pages.map((page) => [page, runShell(shellOf(read(page)))]));

  test.each(pages)('a shell takes all of %s', (page) => {
    expect(shelled.get(page)?.error).toBe('');
  });

  test.skipIf(!isInstalled)(
    "the AWS CLI's own parser takes each of them",
    () => {
      const commands = pages.flatMap((page) => shelled.get(page)?.aws ?? []);

      const errors = parseAws(commands);

      const wrong = commands.flatMap((command, nth) =>
        errors[nth] === undefined ? [] : [`aws ${command.join(' ')}: ${errors[nth]}`],
      );
      expect(wrong).toEqual([]);
      expect(commands.length).toBeGreaterThan(50);
    },
    120_000,
  );

  test.skipIf(!isInstalled)('the parser refuses what AWS does not know', () => {
    const errors = parseAws([
      ['dynamodb', 'get-items', '--table-name', 'sentinel'],
      ['dynamodb', 'get-item', '--table-name', 'sentinel', '--key', '{}', '--consistency', 'yes'],
      ['dynamodb', 'get-item', '--table-name', 'sentinel', '--key', '{"pk":{"Text":"a"}}'],
      ['dynamodb', 'get-item', '--table-name', 'sentinel'],
      ['sqs', 'purge-queue', '--queue-url', 'https://sqs.example.com/a', '--query', 'a.['],
      ['dynamodb', 'get-item', '--table-name', 'sentinel', '--key', '{"pk":{"S":"a"}}'],
    ]);

    expect(errors.map((error) => error !== undefined)).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
    ]);
  });
});

describe('runbooks', () => {
  const index = read('runbooks/README.md');

  test.each([...alarms, emergencyRoleUsed].map(({ name }) => name))(
    'the index says what to do at %s',
    (name) => {
      const row = index
        .split('\n')
        .find((line) => line.startsWith('|') && line.includes(`\`${name}\``));

      expect(row).toMatch(/\]\([\w-]+\.md\)/);
    },
  );

  test.each(runbooks)('%s is in the index, and says all five things', (name) => {
    const headings = [...read(`runbooks/${name}`).matchAll(/^## (.*)$/gm)].map(([, text]) => text);

    expect(index).toContain(`](${name})`);
    expect(headings.filter((text) => text !== 'Before it happens')).toEqual([
      'Signs',
      'What it means',
      'Do',
      'It is over when',
      'Tell people',
    ]);
  });

  test('alarms that they name are alarms', () => {
    const known = new Set([...alarms.map(({ name }) => name), emergencyRoleUsed.name]);
    const suffix =
      /`([a-z]+(?:-[a-z]+)*-(?:failed|throttled|behind|gave-up|broken|slow|withdrawn|back|role|opened|refused|used))`/g;

    const named = runbooks.flatMap((name) =>
      [...read(`runbooks/${name}`).matchAll(suffix)].map(([, alarm = '']) => alarm),
    );

    expect(named.length).toBeGreaterThan(20);
    const unknown = named.filter((name) => !known.has(name) && !name.startsWith('sentinel-'));
    expect(unknown).toEqual([]);
  });

  test('the emergency role that one makes by hand asks for MFA as the code has it', () => {
    const { aws } = runShell(shellOf(read('runbooks/tvm-down.md')));
    const [command = []] = aws.filter(([, verb]) => verb === 'create-role');
    const written = command[command.indexOf('--assume-role-policy-document') + 1] ?? '';

    const users = ['alice', 'bob'].map((name) => `arn:aws:iam::111122223333:user/${name}`);

    expect(JSON.parse(written)).toEqual(emergencyRoleTrust(users));
  });
});
