import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IAMClient, ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { parseProfile } from '@sentinel/core/policy/parse';
import { issuedKeys, openStage, production, workload } from '@sentinel/devstack/testing/sts-stage';
import { allowAll, refusalOf } from '@sentinel/devstack/testing/test-bench';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import * as yaml from 'yaml';
import { root } from '../../scripts/run.ts';
import { lacking } from '../end-to-end/clients/real-clients.ts';
import { readInsights } from '../guardrails/read-insights.ts';
import { runAthena } from '../guardrails/run-athena.ts';
import { hasMoto, startMoto } from '../second-opinion/moto.ts';
import { blocksOf } from './blocks-of.ts';
import { openTerminal } from './open-terminal.ts';
import { commandsOf, guide } from './read-guide.ts';
import { samples } from './sample-chains.ts';

const page = guide('migrate');
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const noTerraform = lacking('terraform', ['version']);
const blocks = commandsOf(page);
const [cdk, onMoto] = [
  blocks.filter(({ text }) => text.includes('cdk bootstrap')),
  blocks.filter(({ text, onlyParsed }) => !text.includes('cdk bootstrap') && !onlyParsed),
];

test.skipIf(!hasMoto())(
  'commands on keys and permission sets do what they say, on moto',
  async () => {
    const moto = await startMoto();
    const folder = aFolder();
    const terminal = openTerminal(folder, {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      AWS_ENDPOINT_URL: `${moto.sts.endpoint}`,
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
    });
    onTestFinished(async () => {
      terminal.close();
      await moto.close();
    });
    await moto.addUser('robot', allowAll);
    const iam = new IAMClient(moto.sts);

    const instance = 'arn:aws:sso:::instance/ssoins-1234567890abcdef';
    const written = 'arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef';
    const made = await terminal.run(
      `aws sso-admin create-permission-set --instance-arn ${instance} --name StagingAdmin --output text`,
    );
    // moto spells such an ARN in its own way.
    const [permissionSet = ''] = /\S+\/ps-\w+/.exec(made.text) ?? [];
    const run = async (block: string) => {
      const text = block.replaceAll(written, permissionSet);
      const ran = await terminal.run(text);
      expect({ text, code: ran.code }, ran.text).toEqual({ text, code: 0 });
      return ran.text;
    };
    // The group has the permission set before the page begins: the page's own way back gives it.
    await run(onMoto.find(({ text }) => text.includes('create-account-assignment'))?.text ?? '');

    const printed: string[] = [];
    for (const { text } of onMoto) printed.push(await run(text));

    expect(onMoto).toHaveLength(7);
    expect(printed[1]).toContain(`"${permissionSet}"`);
    expect(printed[1]).toContain('"PrincipalType": "GROUP"');
    expect(printed[2]).toMatch(/DeletionStatus[\s\S]*SUCCEEDED/);
    expect(printed[3]).toMatch(/CreationStatus[\s\S]*SUCCEEDED/);
    expect(printed[0]).toMatch(/^user,access_key_1_active,access_key_1_last_used_date/m);
    expect(printed[0]).toMatch(/^robot,true/m);
    expect(printed[4]).toContain('"UserName": "robot"');
    const left = await iam.send(new ListAccessKeysCommand({ UserName: 'robot' }));
    iam.destroy();
    expect(left.AccessKeyMetadata).toEqual([]);
  },
  240_000,
);

const note = noTerraform === undefined ? '' : ` (skipped: ${noTerraform})`;

describe.skipIf(noTerraform !== undefined)(`the statement for roles to chain to${note}`, () => {
  const next = `arn:aws:iam::${workload}:role/next`;
  const [snippet = ''] = blocksOf(page, 'hcl');
  let trust: Trust;
  beforeAll(() => {
    trust = trustOf(snippet);
  }, 120_000);

  test.each([
    ['lets vended sessions in', undefined],
    ['is what lets them in', 'sts:SetSourceIdentity'],
  ])('%s', async (_, missing) => {
    const given =
      missing === undefined ? trust : { ...trust, Statement: trust.Statement.slice(0, 1) };
    const stage = await openStage();
    onTestFinished(() => stage.sts.close());
    stage.iam.setPermissions(production, { policies: [allowAll] });
    stage.addRole('next', { trust: given });
    const keys = issuedKeys(await stage.assume({ SourceIdentity: 'sentinel.direct.x' }));

    const chained = stage.assume({ RoleArn: next }, keys);

    if (missing === undefined)
      expect(await chained).toMatchObject({ SourceIdentity: 'sentinel.direct.x' });
    else expect((await refusalOf(chained)).message).toContain(missing);
  });

  test('lets nobody invent a stamp', async () => {
    const stage = await openStage();
    onTestFinished(() => stage.sts.close());
    stage.iam.setPermissions(production, { policies: [allowAll] });
    stage.addRole('next', { trust });
    const keys = issuedKeys(await stage.assume({}));

    const invented = stage.assume({ RoleArn: next, SourceIdentity: 'sentinel.direct.x' }, keys);

    expect((await refusalOf(invented)).message).toContain('sts:SetSourceIdentity');
  });
});

const cdkBin = join(root, 'packages/cdk/node_modules/.bin');

// In the tests that count, nothing may be left out for want of a tool.
test.skipIf(process.env['CI'] === undefined && !existsSync(cdkBin))(
  'the patch of the CDK bootstrap lets stamps in wherever tags are let in',
  async () => {
    const folder = aFolder();
    const terminal = openTerminal(folder, {
      PATH: [cdkBin, process.env['PATH'] ?? ''].join(delimiter),
      HOME: folder,
      CDK_DISABLE_CLI_TELEMETRY: 'true',
    });
    onTestFinished(() => terminal.close());
    const [block] = cdk;

    const ran = await terminal.run(`${block?.text}`.replace('npx cdk', 'cdk'));

    expect(ran.code, ran.text).toBe(0);
    const [before, after] = ['bootstrap.yaml', 'bootstrap-sentinel.yaml'].map((name) =>
      actionsIn(readFileSync(join(folder, name), 'utf8')),
    );
    const tagging = before?.filter((actions) => actions.includes('sts:TagSession'));
    expect(tagging?.length).toBeGreaterThan(6);
    expect(after).toEqual(
      before?.map((actions) =>
        actions.flatMap((action) =>
          action === 'sts:TagSession' ? [action, 'sts:SetSourceIdentity'] : [action],
        ),
      ),
    );
  },
  240_000,
);

describe('the queries', () => {
  const queries = blocksOf(page, 'insights');
  const [chained = '', forgotten = ''] = queries;
  const found = (query: string) => samples.filter(({ event }) => readInsights(query)(event));

  test('find the roles that people chain to, and no others', () => {
    const [sql = ''] = blocksOf(page, 'sql');

    const names = samples.flatMap(({ name, event }) =>
      runAthena(sql, [event]).length === 0 ? [] : [name],
    );

    expect(names).toEqual(['a person chains on']);
    expect(found(chained).map(({ name }) => name)).toEqual(names);
  });

  test('find the roles that were forgotten', () => {
    expect(found(forgotten).map(({ name }) => name)).toEqual(['a vended session is refused']);
    expect(queries).toHaveLength(2);
  });
});

test('an older policy is refused, step by step, but for its short names; one of now is taken', () => {
  const pages = blocksOf(page, 'yaml');
  const [older = ''] = pages.filter((text) => text.startsWith('# before'));
  const mended = older.replace('conditions: {}', 'conditions: { any: true }');
  const whole = `${mended}profile: { role_arn: ${production} }\n`;

  const [first, second, third] = [older, mended, whole].map((text) => parseProfile(text));

  expect(first).toMatchObject({ ok: false, problems: [{ path: 'rules[1].conditions' }] });
  expect(second).toMatchObject({ ok: false, problems: [{ path: 'profile' }] });
  expect(third).toMatchObject({ ok: true, notes: [] });
  const now = pages.filter((text) => text !== older).map((text) => parseProfile(text));
  expect(now.map(({ ok }) => ok)).toEqual([true, true]);
});

test.each([
  [['exec', '--server', '--profile', 'production', '--', 'true'], 'unknown option `--server`'],
  [
    ['exec', '--remote-server', 'http://127.0.0.1:1', '--profile', 'production', '--', 'true'],
    'UNREACHABLE',
  ],
])('the options of before: %j', (args, said) => {
  const cli = fileURLToPath(import.meta.resolve('@sentinel/cli/main'));
  const env = {
    HOME: aFolder(),
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    SENTINEL_SIGNING_REGION: 'eu-west-1',
  };

  const ran = spawnSync(process.execPath, [cli, ...args], { env, encoding: 'utf8' });

  expect(ran.stderr).toContain(said);
});

/** Actions of each statement of a template, in order. */
function actionsIn(template: string): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (name === 'Action') found.push([inner].flat().map(String));
      else visit(inner);
    }
  };
  visit(yaml.parse(template));
  return found;
}

type Trust = { readonly Version: string; readonly Statement: readonly object[] };

/** What Terraform makes of the snippet: it needs no provider. */
function trustOf(snippet: string): Trust {
  const folder = aFolder();
  writeFileSync(join(folder, 'main.tf'), snippet);
  const ran = spawnSync(
    'sh',
    [
      '-c',
      'terraform init >&2 && terraform apply -auto-approve >&2 && terraform output -raw assume_role_policy',
    ],
    { cwd: folder, encoding: 'utf8', env: { PATH: process.env['PATH'], CHECKPOINT_DISABLE: '1' } },
  );
  if (ran.status !== 0) throw new Error(`terraform: ${ran.stderr}`);
  return JSON.parse(ran.stdout);
}

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sentinel-migrate-'));
  folders.push(folder);
  return folder;
}
