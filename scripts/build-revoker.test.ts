import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { RevocationPolicies } from '@sentinel/core/revoker-ports';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deniedIn, iamRefusal } from '../packages/tvm/testing/local-iam.ts';
import { localServer } from '../packages/tvm/testing/local-server.ts';
import { assumed } from '../packages/tvm/testing/local-sts.ts';
import { bundleEntry } from './build-lambda.ts';

const run = promisify(execFile);
const source = fileURLToPath(new URL('../packages/tvm/src', import.meta.url));
const settings = {
  SENTINEL_TABLE: 'sentinel',
  SENTINEL_REVOCATION_ACCOUNTS: '444455556666',
  AWS_REGION: 'eu-west-1',
};

let folder: string;
let sources: readonly string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-revoker-'));
  const entry = await bundleEntry('revoker.cjs', join(source, 'lambda/revoker.ts'));
  const wire = await bundleEntry('wire.cjs', join(source, 'revoker/wire.ts'));
  for (const { name, bytes } of [entry, wire]) await writeFile(join(folder, name), bytes);
  sources = entry.sources;
});
afterAll(() => rm(folder, { recursive: true }));

async function start(code: string, env: Readonly<Record<string, string>>): Promise<string> {
  const { stdout } = await run(process.execPath, ['-e', code], { cwd: folder, env: { ...env } });
  return stdout;
}

describe('the bundled revoker', () => {
  test('starts where there is nothing else, and takes no event but its own', async () => {
    const code = `require('./revoker.cjs').handler({ version: '2.0' }).catch((error) => {
      console.log(error.code);
    })`;

    expect(await start(code, settings)).toBe('CONFIG_ERROR\n');
  });

  test('does not start without its settings, and names them', async () => {
    const failed = start("require('./revoker.cjs')", { AWS_REGION: 'eu-west-1' });

    await expect(failed).rejects.toThrow(/SENTINEL_TABLE.*SENTINEL_REVOCATION_ACCOUNTS/s);
  });

  test('holds nothing of what answers the API', () => {
    const foreign = /src\/http\/|src\/policy\/(parse|evaluate)|client-(ssm|sns)\/|src\/vend\.ts/;

    expect(sources.filter((each) => foreign.test(each))).toEqual([]);
  });

  test.each([
    [409, 'LimitExceeded', 'full'],
    [409, 'ConcurrentModification', 'busy'],
    [404, 'NoSuchEntity', 'NoSuchEntity: because (HTTP 404)'],
    [403, 'AccessDenied', 'AccessDenied: because (HTTP 403)'],
  ])('tells HTTP %d %s from other errors', async (status, code, expected) => {
    const server = await localServer(({ body }) =>
      body.includes('Action=AssumeRole')
        ? assumed(`${body}&DurationSeconds=3600`, Date.now())
        : iamRefusal(status, code),
    );
    const { wireRevoker } = await import(pathToFileURL(join(folder, 'wire.cjs')).href);
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 's', sessionToken: 't' };
    const at = { endpoint: server.url };
    const clients = { sts: { ...at, credentials }, iam: at };
    const config = { region: 'eu-west-1', table: 'sentinel', retentionDays: 400, accounts: [] };
    const { policies }: { policies: RevocationPolicies } = wireRevoker(config, clients);

    const outcome = await policies.create(deniedIn, '{}').then(String, String);

    await server.close();
    expect(outcome).toContain(expected);
  });
});
