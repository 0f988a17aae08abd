import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { type Office, withOffice } from '../end-to-end/an-office.ts';
import { lacking } from '../end-to-end/clients/real-clients.ts';
import { shownOutput } from '../end-to-end/shown-output.ts';
import { blocksOf } from './blocks-of.ts';
import { openTerminal } from './open-terminal.ts';
import { commandsOf, guide } from './read-guide.ts';

const page = guide('clients');
const blocks = commandsOf(page).filter(({ onlyParsed }) => onlyParsed === undefined);
const [missing] = [
  ['aws', '--version'],
  ['terraform', 'version'],
  ['python3', '-c', 'import boto3'],
]
  .map(([file = '', ...args]) => lacking(file, args))
  .filter((reason) => reason !== undefined);
const note = missing === undefined ? '' : ` (skipped: ${missing})`;

test.skipIf(missing !== undefined)(
  `what clients.md commands does what it shows${note}`,
  async () => {
    await withOffice(async (office) => {
      const { folder, env } = settle(office);
      const terminal = openTerminal(folder, env);
      try {
        const ran = [];
        for (const block of blocks) ran.push({ block, ...(await terminal.run(block.text)) });

        for (const { block, code, text } of ran) {
          expect({ run: block.text, code }, text).toEqual({ run: block.text, code: block.exits });
          const isShown = block.shows === undefined || shownOutput().isPrinted(block.shows, text);
          if (!isShown) expect(text).toBe(block.shows?.join('\n'));
        }
        for (const tool of ['vault', 'granted']) {
          const { text } = await terminal.run(`sentinel whoami --base-profile ${tool}`);
          expect(text, tool).toMatch(/^subject: +alice@example\.com$/m);
        }
        const byProcess = ran.find(({ block }) => block.text.startsWith('aws --profile'));
        expect(byProcess?.text).toContain(':assumed-role/SentinelProtected-Dev/');
      } finally {
        terminal.close();
      }
    });
  },
  240_000,
);

/** Alice's machine as the page sets it up, but that AWS is the office's, and \`sentinel\` in another place. */
function settle({ env: envOf, stack }: Office) {
  const env = { ...envOf('alice') };
  const { HOME: folder = '', AWS_CONFIG_FILE: config = '' } = env;
  const [profile = ''] = blocksOf(page, 'ini');
  const own = profile
    .replace('/usr/local/bin/sentinel', join(folder, 'bin', 'sentinel'))
    .replace('--base-profile sso', '--base-profile alice');
  const signers = blocksOf(guide('migrate'), 'ini').filter((text) => !text.includes('sentinel'));
  writeFileSync(config, [readFileSync(config, 'utf8'), own, ...signers].join('\n'));
  writeFileSync(join(folder, 'main.tf'), 'output "empty" { value = "" }\n');
  const first = join(folder, 'first');
  mkdirSync(first);
  const program = (name: string, text: string) => {
    writeFileSync(join(first, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(first, name), 0o755);
  };
  for (const name of ['aws', 'python3']) {
    // Below `sentinel exec` no address of this shell is left.
    const withoutThis = `PATH="$(echo "$PATH" | sed 's|^${first}:||')"`;
    program(name, `${withoutThis}\nAWS_ENDPOINT_URL_STS=${stack.sts.url} exec ${name} "$@"`);
  }
  // Neither is installed where the tests run: each is a program that prints what it is documented to print.
  const keys = JSON.stringify(keysOf(stack.users));
  program('aws-vault', `[ "$*" = "export --format=json alice" ] && echo '${keys}'`);
  program('granted', `[ "$*" = "credential-process --profile alice" ] && echo '${keys}'`);
  return { folder, env: { ...env, PATH: [first, env['PATH']].join(delimiter) } };
}

/** Alice's keys as a `credential_process` prints them. */
function keysOf(users: Office['stack']['users']) {
  const alice = users.find(({ name }) => name === 'alice');
  return {
    Version: 1,
    AccessKeyId: alice?.accessKeyId,
    SecretAccessKey: alice?.secretAccessKey,
    SessionToken: alice?.sessionToken,
  };
}
