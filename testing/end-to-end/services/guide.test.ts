import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseDirectory } from '@sentinel/core/policy/parse';
import { authorizerSettings } from '@sentinel/tvm/authorizer/settings';
import { afterEach, expect, test, vi } from 'vitest';
import { ordersHost, withService } from './with-service.ts';

const run = promisify(execFile);
const page = read('../../../docs/guide/check-sessions.md');
const main = fileURLToPath(import.meta.resolve('@sentinel/cli/main'));

afterEach(() => void vi.unstubAllEnvs());

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

function block(language: string): string {
  return new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(page)?.[1] ?? '';
}

test('the handler of the guide is the one that is run here, and serves a live session only', async () => {
  expect(block('ts')).toBe(read('guide-handler.ts'));
  await withService(async ({ vend, behind, call, stack, serviceKeys }) => {
    vi.stubEnv('SENTINEL_TVM_URL', stack.url);
    vi.stubEnv('AWS_REGION', stack.region);
    vi.stubEnv('AWS_ACCESS_KEY_ID', serviceKeys.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', serviceKeys.secretAccessKey);
    vi.stubEnv('AWS_SESSION_TOKEN', serviceKeys.sessionToken);
    const warned = vi.spyOn(console, 'warn').mockReturnValue();
    const { handler } = await import('./guide-handler.ts');
    const orders = await behind(handler);
    const keys = await vend('alice');

    const served = await orders.ask(keys);
    await call('alice', 'POST', `/sessions/${keys.sessionId}/end`);
    const refused = await orders.ask(keys);

    expect(served).toEqual({ status: 200, json: { subject: 'alice@example.com', profile: 'dev' } });
    expect(refused.status).toBe(403);
    expect(warned.mock.calls).toEqual([
      [JSON.stringify({ refused: 'NO_LIVE_SESSION', detail: 'HTTP 409 CONFLICT' })],
    ]);
  });
});

test('the directory of the guide lists the service', () => {
  const parsed = parseDirectory(block('yaml'));

  expect(parsed).toMatchObject({
    ok: true,
    document: { administration: { check: { users: ['role/orders'] } } },
  });
});

test('the command of the guide makes a token that is let through', async () => {
  expect(page).toContain(`sentinel token --audience ${ordersHost}`);
  await withService(async ({ authorized, stack }) => {
    const orders = await authorized();
    const alice = stack.users.find(({ name }) => name === 'alice');
    const token = ['token', '--audience', ordersHost];

    // Without it the session would end with the command, and the token with the session.
    const { stdout } = await run(
      process.execPath,
      [main, 'exec', '--keep', 'dev', '--', process.execPath, main, ...token],
      {
        env: {
          PATH: process.env['PATH'],
          SENTINEL_TVM_URL: stack.url,
          SENTINEL_SIGNING_REGION: stack.region,
          AWS_ACCESS_KEY_ID: alice?.accessKeyId,
          AWS_SECRET_ACCESS_KEY: alice?.secretAccessKey,
          AWS_SESSION_TOKEN: alice?.sessionToken,
        },
      },
    );

    expect(await orders.ask(stdout.trim())).toMatchObject({
      status: 200,
      json: { subject: 'alice@example.com', profile: 'dev' },
    });
  });
});

test('the guide names every reason, every setting, and what the role may do', () => {
  const reasons = read('../../../packages/core/src/check-token.ts').matchAll(
    /^ {2}\| '([a-z-]+)'/gm,
  );
  const named = [...page.matchAll(/^\| `([a-z-]+)` /gm)].flatMap(([, name]) =>
    name === 'because' ? [] : [name],
  );

  expect(named).toEqual([...[...reasons].map(([, name]) => name), 'unavailable']);
  expect(Object.keys(authorizerSettings)).toContain('SENTINEL_AUDIENCE');
  expect(JSON.parse(block('json'))).toMatchObject({
    Statement: [{ Effect: 'Allow', Action: ['dynamodb:GetItem'] }],
  });
});
