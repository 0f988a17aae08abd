import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithCdk } from './describe-with-cdk.ts';

const folder = join(import.meta.dirname, '..');
const options = { timeout: 120_000 };

describeWithCdk('the example', async () => {
  const { allProps, place, synthesise } = await import('./a-template.ts');
  const { AccountStack } = await import('../example/lib/account-stack.ts');
  const { PolicyStatement, Role, ServicePrincipal } = await import('aws-cdk-lib/aws-iam');
  const { AwsSolutionsChecks } = await import('cdk-nag');
  const { SentinelTvm } = await import('../src/sentinel-tvm.ts');
  let work = '';
  let templates: readonly string[] = [];
  let built: Ran;
  let linting: Promise<Ran>;
  const everything = synthesise((stack) => new SentinelTvm(stack, 'Sentinel', allProps()));
  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'sentinel-cdk-'));
    const out = join(work, 'out');
    const zip = join(work, 'sentinel-tvm.zip');
    writeFileSync(zip, 'a zip');
    // The compiler works while the CDK does.
    const building = run('npm', ['run', 'build'], { cwd: folder, env: process.env });
    const ran = await synth(out, { package: zip, targets: 'r-ab12', apiId: 'a1', keyArn });
    if (ran.code !== 0) throw new Error(`\`cdk synth\` failed: ${ran.said}`);
    built = await building;
    const text = JSON.stringify(everything.template.toJSON());
    writeFileSync(join(out, 'Everything.template.json'), text);
    templates = readdirSync(out)
      .filter((name) => name.endsWith('.template.json'))
      .map((name) => join(out, name));
    linting = run('cfn-lint', ['--', ...templates], { cwd: folder, env: process.env }).catch(
      (error: Error) => ({ code: null, said: error.message }),
    );
  }, options.timeout);
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  test('is synthesised by the CDK without a finding of cdk-nag', () => {
    const report = join(work, 'out', 'validation-report.json');

    const { pluginReports: reports } = JSON.parse(readFileSync(report, 'utf8'));

    expect(templates.map((path) => path.split('/').at(-1))).toEqual([
      'Everything.template.json',
      'SentinelAccount-444455556666.template.json',
      'SentinelGuardrails.template.json',
      'SentinelHub.template.json',
    ]);
    // What is clean is left out.
    expect(reports).toEqual([]);
  });

  test('is clean by cdk-nag with everything switched on, and a right too many is found', () => {
    const { app, made, stack } = everything;
    new AccountStack(app, 'Account', { env: place, hub: place.account });
    const clean = new AwsSolutionsChecks(app).validateScope(app);
    const assumedBy = new ServicePrincipal('lambda.amazonaws.com');
    const planted = new Role(stack, 'Planted', { assumedBy });
    planted.addToPolicy(
      new PolicyStatement({ actions: ['dynamodb:*'], resources: [made.table.tableArn] }),
    );

    const found = new AwsSolutionsChecks(app).validateScope(app);

    expect(clean.violations).toEqual([]);
    expect(found.violations.map(({ ruleName }) => ruleName)).toEqual([
      'AwsSolutions-IAM5[Action::dynamodb:*]',
    ]);
  });

  test('is what the README shows', () => {
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    const hub = readFileSync(join(folder, 'example', 'lib', 'hub-stack.ts'), 'utf8');

    const shown = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);

    expect(shown).toHaveLength(1);
    for (const code of shown) expect(hub.replace(/^ {4}/gm, '')).toContain(code);
  });

  test(
    'can take the constructs from the package that is built, which stands alone',
    options,
    () => {
      expect(built.code, built.said).toBe(0);
      const program = "console.log(Object.keys(await import('@sentinel/cdk')).join())";

      const ran = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
        cwd: folder,
        encoding: 'utf8',
      });

      const dist = join(folder, 'dist');
      const code = readdirSync(dist, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(js|d\.ts)$/.test(name))
        .map((name) => readFileSync(join(dist, name), 'utf8'));
      expect(ran.stderr).toBe('');
      expect(ran.stdout).toBe(
        'Guardrails,ProtectedRole,SentinelAccount,SentinelTvm,emergencyRoleTrust,executionRoleArn\n',
      );
      expect(code.filter((text) => /(from|import\() ?'(@sentinel|vitest)/.test(text))).toEqual([]);
    },
  );

  test('is clean by cfn-lint', options, async ({ skip }) => {
    const { code, said } = await linting;

    const isMissing = code === null && said.includes('ENOENT');
    if (isMissing && process.env['CI'] === undefined) skip('`cfn-lint` is not installed');
    expect({ code, said }).toEqual({ code: 0, said: '' });
  });
});

const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000';

type Ran = { readonly code: number | null; readonly said: string };

async function run(
  program: string,
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Ran> {
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  }
  const [code] = await once(child, 'close');
  return { code, said: chunks.join('') };
}

function synth(out: string, context: Readonly<Record<string, string>>): Promise<Ran> {
  const given = Object.entries(context).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const cdk = join(folder, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  const args = [cdk, 'synth', '--quiet', '--no-notices', '--no-lookups', '--output', out, ...given];
  return run(process.execPath, args, {
    cwd: join(folder, 'example'),
    // No account, no network: what needed one would fail.
    env: {
      PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`,
      HOME: dirname(out),
      AWS_EC2_METADATA_DISABLED: 'true',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
    },
  });
}
