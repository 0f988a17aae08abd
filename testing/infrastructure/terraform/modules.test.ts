import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { root } from '../../../scripts/run.ts';
import { missingTerraform } from '../../end-to-end/clients/a-terraform.ts';
import { aWorkspace, type Workspace } from './a-workspace.ts';

const note = missingTerraform === undefined ? '' : ` (skipped: ${missingTerraform})`;
const tested = [
  ...readdirSync(join(root, 'terraform', 'modules')).map((name) => join('modules', name)),
  'examples/hub-and-spoke',
];

describe.skipIf(missingTerraform !== undefined)(`the Terraform modules${note}`, () => {
  let workspace: Workspace;
  beforeAll(() => {
    workspace = aWorkspace();
  });
  afterAll(() => workspace.remove());

  describe.concurrent('', { timeout: 240_000 }, () => {
    test('are formatted', async ({ expect }) => {
      const args = ['fmt', '-check', '-recursive', '-diff', '-no-color'];

      expect(await workspace.terraform('terraform', args)).toEqual({ code: 0, text: '' });
    });

    test('are valid with all examples', async ({ expect }) => {
      workspace.write('main.tf', everyExample);
      await workspace.must('.', ['init', '-no-color']);

      const { code, text } = await workspace.terraform('.', ['validate', '-no-color']);

      expect(text).toContain('The configuration is valid');
      expect(code).toBe(0);
    });

    test.for(tested)(
      '%s makes what it says, and refuses wrong inputs',
      async (name, { expect }) => {
        const folder = join('terraform', name);
        await workspace.must(folder, ['init', '-backend=false', '-no-color']);

        const { code, text } = await workspace.terraform(folder, ['test', '-no-color']);

        expect(text).toMatch(/Success! \d+ passed, 0 failed\./);
        expect(code).toBe(0);
      },
    );
  });
});

/** One configuration of all examples, and so of all modules: the provider starts once. */
const everyExample = `
module "quickstart" {
  source = "./terraform/examples/quickstart"
  users  = ["alice"]
}

module "hub_and_spoke" {
  source                = "./terraform/examples/hub-and-spoke"
  hub_account_id        = "111122223333"
  production_account_id = "444455556666"
}

module "identity_center" {
  source            = "./terraform/examples/identity-center"
  hub_account_id    = "111122223333"
  api_execution_arn = "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/$default"
  instance_arn      = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
  group_ids         = ["906778f5fa-12345678-1234-1234-1234-123456789012"]
  domain            = "example.com"
}
`;
