import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { notificationKind } from '@sentinel/core/contract/notification';
import { parseChannel } from '@sentinel/core/policy/parse';
import { signature } from '@sentinel/tvm/adapters/webhook';
import { expect, onTestFinished, test } from 'vitest';

const page = await readFile(
  fileURLToPath(new URL('../../docs/reference/notifications.md', import.meta.url)),
  'utf8',
);
const key = '0123456789abcdef0123456789abcdef';

/** The page's blocks of code in one language. */
function blocks(language: string): readonly string[] {
  const fenced = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms');
  return [...page.matchAll(fenced)].map(([, code = '']) => code);
}

test('the channels of the page are channels', () => {
  const channels = blocks('yaml').map((text) => parseChannel(text));

  expect(channels).toMatchObject([
    { ok: true, document: { type: 'sns', format: 'chat' } },
    { ok: true, document: { type: 'webhook', format: 'json', key } },
  ]);
});

test('the page names every kind', () => {
  const kinds = Object.values(notificationKind().def.entries);

  expect(kinds).not.toEqual([]);
  for (const kind of kinds) expect(page, kind).toContain(`\`${kind}\``);
});

test("the page's check takes what we sign, and nothing else", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-page-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'check.mjs');
  await writeFile(file, blocks('js').join('\n'));
  const { isFromSentinel } = await import(file);
  const body = Buffer.from('{"text":"ä"}');
  const signed = signature(body.toString(), key, 1000);

  const answers = [
    isFromSentinel(signed, body, key, 1299),
    isFromSentinel(signed, body, key, 1301),
    isFromSentinel(signed, body, key, 699),
    isFromSentinel(signed, Buffer.from('{}'), key, 1000),
    isFromSentinel(signed, body, `${key}x`, 1000),
    isFromSentinel(signed.replace('t=1000', 't=1001'), body, key, 1000),
    isFromSentinel(`${signed},v1=`, body, key, 1000),
    isFromSentinel(undefined, body, key, 1000),
  ];

  expect(answers).toEqual([true, ...Array(7).fill(false)]);
});
