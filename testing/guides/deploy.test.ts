import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDirectory, parseProfile } from '@sentinel/core/policy/parse';
import type { Gateway } from '@sentinel/devstack/gateway/start-gateway';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { root } from '../../scripts/run.ts';
import { missingTerraform } from '../end-to-end/clients/a-terraform.ts';
import { shownOutput } from '../end-to-end/shown-output.ts';
import { aWorkspace, type Workspace } from '../infrastructure/terraform/a-workspace.ts';
import {
  type LambdaBeforeMoto,
  lambdaBeforeMoto,
} from '../infrastructure/terraform/lambda-before-moto.ts';
import { hasMoto, type Moto, startMoto } from '../second-opinion/moto.ts';
import { startDeployed, type UserKey } from './deployed.ts';
import { environmentOf, functionAt, parameter, putLines, revokeSomething } from './moto-account.ts';
import { openTerminal, type Ran, type Terminal } from './open-terminal.ts';
import { type Commands, commandsOf, guide } from './read-guide.ts';

const missing = missingTerraform ?? (hasMoto() ? undefined : '`moto_server` is not installed');
const note = missing === undefined ? '' : ` (skipped: ${missing})`;
const cli = fileURLToPath(import.meta.resolve('@sentinel/cli/main'));
const blocks = commandsOf(guide('deploy')).filter(({ onlyParsed }) => onlyParsed === undefined);
const sections = [...new Set(blocks.map(({ section }) => section))];

describe.skipIf(missing !== undefined)(`deploy.md on moto${note}`, () => {
  let moto: Moto;
  let lambda: LambdaBeforeMoto;
  let workspace: Workspace;
  let terminal: Terminal;
  let gateway: Gateway | undefined;
  const lines: string[] = [];
  const output = shownOutput();

  beforeAll(async () => {
    // AWS's own policies are there only where that is asked for.
    vi.stubEnv('MOTO_IAM_LOAD_MANAGED_POLICIES', 'true');
    moto = await startMoto();
    vi.unstubAllEnvs();
    lambda = await lambdaBeforeMoto(`${moto.sts.endpoint}`);
    workspace = aWorkspace();
    for (const name of ['package.json', 'scripts', 'dist']) {
      symlinkSync(join(root, name), join(workspace.folder, name));
    }
    terminal = openTerminal(workspace.folder, settle(workspace.folder, { moto, lambda }));
  }, 120_000);
  afterAll(async () => {
    await Promise.all([moto?.close(), lambda?.close(), gateway?.close()]);
    terminal?.close();
    workspace?.remove();
  });

  /** What happens beside the guide before one of its sections. */
  const before: Readonly<Record<string, () => Promise<void>>> = {
    '4. Who am I, and what can I have?': async () => {
      expect((await terminal.run('terraform output -raw url')).text).toMatch(/^https?:/);
      const env = await environmentOf(moto);
      const users = [aliceOf(workspace)];
      gateway = await startDeployed({
        env,
        aws: functionAt(moto),
        users,
        onLine: (line) => lines.push(line),
      });
    },
    '7. Why was that?': () => putLines(moto, lines),
    '8. Take it away': async () => {
      await revokeSomething(moto);
      const plan = await terminal.run('terraform plan -detailed-exitcode');
      expect(plan.text).toContain('No changes.');
      // From here on the quickstart's other half: documents that Terraform writes.
      await terminal.run(`export TF_VAR_users='["alice"]'`);
    },
  };

  let hasFailed = false;

  test.each(sections)(
    '%s',
    async (section) => {
      expect(hasFailed, 'a section before this one failed').toBe(false);
      hasFailed = true;
      await before[section]?.();
      for (const block of blocks.filter((one) => one.section === section)) {
        const ran = await terminal.run(output.asRun(block.text));

        expectShown(block, ran);
        await after(block);
      }
      hasFailed = false;
    },
    300_000,
  );

  /** What must be so after one of the guide's blocks. */
  async function after({ text }: Commands): Promise<void> {
    if (text.includes('export SENTINEL_TVM_URL')) {
      const signing = 'export SENTINEL_SIGNING_REGION=eu-west-1';
      await terminal.run(`export SENTINEL_TVM_URL=${gateway?.url}; ${signing}`);
    }
    if (text === 'terraform destroy\n') {
      expect(await resources()).toMatch(/^module\.tvm\.aws_dynamodb_table\./m);
      expect(await resources()).toMatch(/^module\.tvm\.aws_lambda_function\./m);
    }
    if (text.startsWith('terraform apply -var')) {
      expect(parseDirectory(await parameter(moto, '/sentinel/directory')).ok).toBe(true);
      expect(parseProfile(await parameter(moto, '/sentinel/policies/read-only')).ok).toBe(true);
    }
    if (text.startsWith('terraform destroy -var')) expect(await resources()).toBe('');
  }

  const resources = async () => (await terminal.run('terraform state list')).text;

  function expectShown({ text, exits, shows }: Commands, ran: Ran): void {
    expect({ text, code: ran.code }, ran.text).toEqual({ text, code: exits });
    if (shows !== undefined && !output.isPrinted(shows, ran.text)) {
      expect(ran.text).toBe(`${shows.join('\n')}\n`);
    }
  }
});

/** An administrator's shell, whose AWS is moto. */
function settle(
  folder: string,
  { moto, lambda }: { readonly moto: Moto; readonly lambda: LambdaBeforeMoto },
): Readonly<Record<string, string>> {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const program = (name: string, text: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  program('sentinel', `exec "${process.execPath}" "${cli}" "$@"`);
  // Below \`sentinel exec\` no setting of this shell is left: AWS has to be moto there too.
  const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
  program('aws', `AWS_ENDPOINT_URL=${moto.sts.endpoint} PATH="${path}" exec aws "$@"`);
  const plugins = process.env['SENTINEL_TEST_TERRAFORM_PLUGINS'] ?? '';
  const change = '-auto-approve -no-color -input=false -parallelism=30';
  return {
    PATH: [bin, path].join(delimiter),
    HOME: folder,
    AWS_ENDPOINT_URL: `${moto.sts.endpoint}`,
    AWS_ENDPOINT_URL_LAMBDA: lambda.url,
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_EC2_METADATA_DISABLED: 'true',
    CHECKPOINT_DISABLE: '1',
    // The provider's schema is so large that collecting garbage would cost a third of the time.
    GOGC: '400',
    // The provider that the tests have does not know a later one.
    TF_VAR_runtime: 'nodejs22.x',
    TF_CLI_ARGS_init: `-plugin-dir=${plugins} -input=false -no-color`,
    TF_CLI_ARGS_plan: '-no-color -input=false -parallelism=30',
    TF_CLI_ARGS_apply: change,
    TF_CLI_ARGS_destroy: change,
  };
}

/** Who holds the key that the guide has put among the AWS credentials. */
function aliceOf(workspace: Workspace): UserKey {
  const file = readFileSync(join(workspace.folder, '.aws/credentials'), 'utf8');
  const read = (name: string) => new RegExp(`^${name} = (\\S+)$`, 'm').exec(file)?.[1] ?? '';
  return {
    accessKeyId: read('aws_access_key_id'),
    secretAccessKey: read('aws_secret_access_key'),
    userArn: 'arn:aws:iam::123456789012:user/alice',
    // Moto's own ids are none of AWS's form.
    userId: 'AIDAEXAMPLEEXAMPLE01',
  };
}
