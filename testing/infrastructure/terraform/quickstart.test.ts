import { CreatePolicyVersionCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildLambda } from '../../../scripts/build-lambda.ts';
import { missingTerraform } from '../../end-to-end/clients/a-terraform.ts';
import { hasMoto, type Moto, startMoto } from '../../second-opinion/moto.ts';
import { aWorkspace, type Workspace } from './a-workspace.ts';
import { type LambdaBeforeMoto, lambdaBeforeMoto } from './lambda-before-moto.ts';

const missing = missingTerraform ?? (hasMoto() ? undefined : '`moto_server` is not installed');
const note = missing === undefined ? '' : ` (skipped: ${missing})`;
const quickstart = 'terraform/examples/quickstart';
const options = ['-no-color', '-input=false', '-parallelism=30'];
const change = ['-auto-approve', ...options];

describe.skipIf(missing !== undefined)(`the quickstart on moto${note}`, () => {
  let moto: Moto;
  let lambda: LambdaBeforeMoto;
  let workspace: Workspace;

  beforeAll(async () => {
    // AWS's own policies are there only where that is asked for.
    vi.stubEnv('MOTO_IAM_LOAD_MANAGED_POLICIES', 'true');
    moto = await startMoto();
    vi.unstubAllEnvs();
    const endpoint = `${moto.sts.endpoint}`;
    lambda = await lambdaBeforeMoto(endpoint);
    workspace = aWorkspace({
      AWS_ENDPOINT_URL: endpoint,
      AWS_ENDPOINT_URL_LAMBDA: lambda.url,
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_EC2_METADATA_DISABLED: 'true',
      // The provider that the tests have does not know a later one.
      TF_VAR_runtime: 'nodejs22.x',
      TF_VAR_package_path: 'sentinel-tvm.zip',
      TF_VAR_users: '["alice"]',
    });
    workspace.write(`${quickstart}/sentinel-tvm.zip`, (await buildLambda()).zip);
    await workspace.must(quickstart, ['init', '-no-color']);
  }, 120_000);
  afterAll(async () => {
    await Promise.all([moto?.close(), lambda?.close()]);
    workspace?.remove();
  });

  const resources = async () =>
    (await workspace.must(quickstart, ['state', 'list'])).split('\n').filter(Boolean);

  test('is applied', async () => {
    const text = await workspace.must(quickstart, ['apply', ...change]);

    expect(text).toMatch(/Apply complete! Resources: \d+ added, 0 changed, 0 destroyed\./);
    expect(text).toMatch(/url = "\S+"/);
  }, 240_000);

  test('has nothing to do then, also where something was revoked meanwhile', async () => {
    await revokeSomething(moto);

    const { code, text } = await workspace.terraform(quickstart, [
      'plan',
      '-detailed-exitcode',
      ...options,
    ]);

    expect(text).toContain('No changes.');
    expect(code).toBe(0);
  }, 120_000);

  test('is not destroyed while its table is protected, and says how to go on', async () => {
    const before = await resources();

    const { code, text } = await workspace.terraform(quickstart, ['destroy', ...change]);

    const said = text.replaceAll(/\s+/g, ' ');
    expect(said).toContain('To go on, apply deletion_protection = false first, then destroy.');
    expect(code).toBe(1);
    expect(await resources()).toEqual(expect.arrayContaining(before.filter(isOfServer)));
  }, 120_000);

  test('is destroyed whole after that', async () => {
    const given = ['-var=deletion_protection=false', ...change];
    await workspace.must(quickstart, ['apply', ...given]);

    await workspace.must(quickstart, ['destroy', ...given]);

    expect(await resources()).toEqual([]);
  }, 240_000);
});

function isOfServer(address: string): boolean {
  return /^module\.tvm\.aws_(dynamodb|lambda_function|iam_role|apigatewayv2|kms)/.test(address);
}

/** As the revoker does it: the policy that denies what was revoked gets a version, which comes into force. */
async function revokeSomething(moto: Moto): Promise<void> {
  const client = new IAMClient(moto.sts);
  const revoked = {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceIdentity': 'sentinel.direct.00000000000000a1.mal' } },
    },
  };
  await client.send(
    new CreatePolicyVersionCommand({
      PolicyArn: 'arn:aws:iam::123456789012:policy/SentinelRevocations',
      PolicyDocument: JSON.stringify(revoked),
      SetAsDefault: true,
    }),
  );
  client.destroy();
}
