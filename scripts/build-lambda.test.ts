import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alice } from '../packages/core/testing/a-world.ts';
import { anEvent, rim } from '../packages/tvm/testing/an-event.ts';
import { localServer } from '../packages/tvm/testing/local-server.ts';
import { ssmReply } from '../packages/tvm/testing/local-ssm.ts';
import { buildLambda, bundleEntry, entries, type LambdaBuild } from './build-lambda.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const settings = {
  SENTINEL_TABLE: 'sentinel',
  SENTINEL_API_ID: 'a1b2c3d4e5',
  SENTINEL_ACCOUNT_ID: '111122223333',
  AWS_REGION: 'eu-west-1',
};

let built: LambdaBuild;
let folder: string;
beforeAll(async () => {
  built = await buildLambda();
  folder = await mkdtemp(join(tmpdir(), 'sentinel-build-'));
  for (const [name, bytes] of Object.entries(unzipSync(built.zip))) {
    await writeFile(join(folder, name), bytes);
  }
  const { bytes } = await bundleEntry('wire.cjs', join(root, 'packages/tvm/src/wire.ts'));
  await writeFile(join(folder, 'wire.cjs'), bytes);
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs code beside the unpacked files, in a process that knows these settings and nothing else. */
async function start(code: string, env: Readonly<Record<string, string>>): Promise<string> {
  const { stdout } = await run(process.execPath, ['-e', code], { cwd: folder, env: { ...env } });
  return stdout;
}

describe('the zip for Lambda', () => {
  test('is the same, byte for byte, at another time and in another zone', async () => {
    const zone = process.env['TZ'];
    process.env['TZ'] = 'Pacific/Kiritimati';

    const again = await buildLambda();
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;

    expect(again.sha256).toBe(built.sha256);
    expect(Buffer.compare(again.zip, built.zip)).toBe(0);
  });

  test('holds the entries and what they load when first needed', () => {
    expect(Object.keys(unzipSync(built.zip))).toEqual(
      [...Object.keys(entries), 'parse.cjs'].sort(),
    );
  });

  test.each(Object.entries(entries))('has %s within its budget', (name, { budget }) => {
    expect(built.files[name]?.length).toBeLessThanOrEqual(budget);
  });

  test('tells nothing of the machine that built it', () => {
    for (const bytes of Object.values(built.files)) {
      expect(Buffer.from(bytes).includes(root)).toBe(false);
    }
  });

  test('has no source of credentials but the environment', () => {
    const sources = built.sources.filter((source) =>
      /credential-provider|token-providers|nested-clients/.test(source),
    );
    const entry = Buffer.concat(
      Object.keys(entries).map((name) => built.files[name] ?? Buffer.of()),
    );

    expect(sources).toEqual([]);
    for (const trace of [
      'credential_process',
      'sso_start_url',
      '169.254.170.2',
      'AWS_CONTAINER_CREDENTIALS',
      'AWS_WEB_IDENTITY_TOKEN_FILE',
    ]) {
      expect(entry.includes(trace), trace).toBe(false);
    }
  });

  test('has nothing of operations that are not called', () => {
    const entry = Buffer.from(built.files['api.cjs'] ?? []).toString();

    expect([entry.includes('GetParametersByPath'), entry.includes('AutomationExecution')]).toEqual([
      true,
      false,
    ]);
  });

  test('starts and answers where there is nothing else', async () => {
    const code = `require('./api.cjs').handler({}, { awsRequestId: 'a1' }).then((answer) => {
      console.log(JSON.stringify({ answer }));
    })`;

    const output = await start(code, settings);

    const last: unknown = JSON.parse(output.trim().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({ answer: { statusCode: 500 } });
    expect(output).toContain('"code":"CONFIG_ERROR"');
  });

  test('has a notifier that starts, and answers a batch of nothing', async () => {
    const { SENTINEL_API_ID: _, ...own } = settings;
    const code = `require('./notifier.cjs').handler({ Records: [] }, {
      getRemainingTimeInMillis: () => 60000,
    }).then((answer) => console.log(JSON.stringify(answer)))`;

    expect(await start(code, own)).toBe('{"batchItemFailures":[]}\n');
  });

  test('does not start without its settings, and names them', async () => {
    const failed = start("require('./api.cjs')", { AWS_REGION: 'eu-west-1' });

    await expect(failed).rejects.toThrow(/SENTINEL_TABLE.*SENTINEL_API_ID.*SENTINEL_ACCOUNT_ID/s);
  });

  test('has an authorizer that starts and refuses, and reaches nothing but the table by the SDK', async () => {
    const code = `require('./authorizer.cjs').handler({}, { awsRequestId: 'a1' }).then((answer) => {
      console.log(JSON.stringify(answer));
    })`;
    const { SENTINEL_TABLE, AWS_REGION } = settings;

    const output = await start(code, {
      SENTINEL_TABLE,
      AWS_REGION,
      SENTINEL_AUDIENCE: 'orders.example.com',
    });

    expect(output.trim().split('\n').at(-1)).toBe('{"isAuthorized":false}');
    const entry = Buffer.from(built.files['authorizer.cjs'] ?? []);
    expect(
      ['AmazonSSM', 'AssumeRole', 'AWSSecurityTokenService'].filter((text) => entry.includes(text)),
    ).toEqual([]);
    await expect(start("require('./authorizer.cjs')", { AWS_REGION })).rejects.toThrow(
      /SENTINEL_TABLE.*SENTINEL_AUDIENCE/s,
    );
  });

  test('finds in its sibling what it loads when first needed', async () => {
    const code = `import('./parse.cjs').then(({ parseGroup }) => {
      console.log(parseGroup('version: "1"\\nmembers: [iam/alice]').document.members.size);
    })`;

    expect(await start(code, {})).toBe('1\n');
  });

  test('leaves to its sibling what only parsing needs, and shares no error with it', async () => {
    const [entry = '', parser = ''] = ['api.cjs', 'parse.cjs'].map((name) =>
      Buffer.from(built.files[name] ?? []).toString(),
    );

    // The one is yaml's own class, the other ours, which would be another class in each file.
    expect([entry.includes('YAMLParseError'), parser.includes('YAMLParseError')]).toEqual([
      false,
      true,
    ]);
    expect([entry.includes('SentinelError'), parser.includes('SentinelError')]).toEqual([
      true,
      false,
    ]);
  });

  test('makes no schema at a start that somebody waits for', async () => {
    const ours = built.sources.filter((source) =>
      /^packages\/(tvm|core)\/src\/(?!policy\/|notifier\/|revoker\/)/.test(source),
    );
    const texts = await Promise.all(ours.map((source) => readFile(join(root, source), 'utf8')));

    const early = texts.flatMap((text) => text.match(/^(?:export )?const [^=]+= z\b.*$/gm) ?? []);

    expect(ours.length).toBeGreaterThan(50);
    expect(early).toEqual([]);
  });

  test('loads the parser while the store has yet to answer', async () => {
    const server = await localServer(() => ssmReply(400, { __type: 'NeverSent', message: '' }));
    servers.push(server);
    server.failAll('hang');
    const event = anEvent(alice, { path: '/whoami' });
    const code = `require('./api.cjs').handler(${JSON.stringify(event)}, { awsRequestId: 'a1' }).then(
      () => process.exit(),
    );
    const isParser = (file) => file.endsWith('parse.cjs');
    const watch = setInterval(() => {
      if (!Object.keys(require.cache).some(isParser)) return;
      console.log('loaded');
      process.exit();
    }, 5);`;

    const output = await start(code, {
      ...settings,
      SENTINEL_API_ID: rim.apiId,
      AWS_ENDPOINT_URL: server.url,
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
    });

    expect(output).toBe('loaded\n');
  });
});

describe('the bundled clients', () => {
  test.each([
    ['ParameterNotFound', 'undefined'],
    ['AccessDeniedException', 'reading `/sentinel/directory`: AccessDeniedException: because'],
    ['ThrottlingException', 'reading `/sentinel/directory`: ThrottlingException: because'],
    ['NoErrorOfSsm', 'reading `/sentinel/directory`: NoErrorOfSsm: because'],
  ])('tell %s from other errors', async (type, expected) => {
    const ports = await bundledPorts(type);

    const outcome = await ports.policies.read({ kind: 'directory' }).then(String, String);

    expect(outcome).toContain(expected);
  });

  test.each([
    ['ConditionalCheckFailedException', 'undefined'],
    [
      'ResourceNotFoundException',
      'updating an item: ResourceNotFoundException: because (HTTP 400)',
    ],
  ])('tell %s of the table from other errors', async (type, expected) => {
    const ports = await bundledPorts(type);
    const quota = { count: 1, withinSeconds: 3600 };
    const place = { event: 'a1', person: 'alice@example.com', quota, nowMs: 0 };

    const outcome = await ports.breakGlass.release('production', place).then(String, String);

    expect(outcome).toContain(expected);
  });
});

type BundledPorts = {
  readonly policies: { read(ref: object): Promise<unknown> };
  readonly breakGlass: { release(profile: string, place: object): Promise<unknown> };
};

/** The ports as the bundle has them, before services that refuse everything by one error. */
async function bundledPorts(type: string): Promise<BundledPorts> {
  const server = await localServer(() => ssmReply(400, { __type: type, message: 'because' }));
  servers.push(server);
  const { wire } = await import(pathToFileURL(join(folder, 'wire.cjs')).href);
  const client = {
    endpoint: server.url,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' },
  };
  const config = {
    region: 'eu-west-1',
    table: 'sentinel',
    parameterPrefix: '/sentinel',
    retentionDays: 400,
  };
  return wire(config, { dynamodb: client, ssm: client, sts: client });
}

const servers: { close(): Promise<void> }[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));
