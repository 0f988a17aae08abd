import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseDirectory, parseProfile } from '@sentinel/core/policy/parse';
import { accountRevokerRights, accountRevokerTrust } from '@sentinel/tvm/infrastructure/trust';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { documentedFolders, generateTerraform } from './generate-terraform.ts';
import { root } from './run.ts';
import { nothingRevoked } from './terraform/module-data.ts';
import { readOutputs, readVariables, unguarded } from './terraform/read-blocks.ts';

const folder = join(root, 'terraform');
const textOf = (path: string) => readFileSync(join(folder, path), 'utf8');
const modules = documentedFolders.filter((name) => name.startsWith('modules/'));

test('routes, functions, alarms and READMEs of Terraform are what the code and the modules say now', () => {
  for (const [path, text] of generateTerraform()) {
    const written = readFileSync(path, 'utf8');

    const stale = `${relative(root, path)} is stale: node scripts/start.mjs generate-terraform`;
    expect(written, stale).toBe(text);
  }
});

test.each(modules)('%s refuses wrong values of every input that is no switch', (name) => {
  expect(unguarded(textOf(`${name}/variables.tf`))).toEqual([]);
});

test.each(['README.md', ...documentedFolders.map((name) => `${name}/README.md`)])(
  '%s links only to what is there',
  (page) => {
    for (const [, target = ''] of textOf(page).matchAll(/\]\((?!https:)([^)#]+)/g)) {
      const path = join(folder, dirname(page), target);
      expect(existsSync(path), `${page} links to ${target}`).toBe(true);
    }
  },
);

test('the StackSet makes what the code declares, under the names of the module', () => {
  const { Resources: made, Parameters: parameters } = parse(
    textOf('modules/sentinel-account/stackset.yaml'),
  );
  const revoker = made.Revoker.Properties;
  const variables = readVariables(textOf('modules/sentinel-account/variables.tf'));
  const fallbackOf = (name: string) =>
    JSON.parse(variables.find((each) => each.name === name)?.fallback ?? 'null');

  expect(made.Revocations.Properties.PolicyDocument).toEqual(nothingRevoked());
  expect(written(revoker.AssumeRolePolicyDocument, 'Ref')).toEqual(accountRevokerTrust('it'));
  expect(written(revoker.Policies[0].PolicyDocument, 'Fn::Sub')).toEqual(
    accountRevokerRights('it'),
  );
  expect(parameters.RevokerRoleName.Default).toBe(fallbackOf('revoker_role_name'));
  expect(parameters.RevocationPolicyName.Default).toBe(fallbackOf('revocation_policy_name'));
});

test('the documents of the quickstart load', async () => {
  const role = 'arn:aws:iam::111122223333:role/SentinelProtected-ReadOnly';
  const policy = textOf('examples/quickstart/read-only.yaml')
    .replace(/\$\{role_arn\}/, role)
    .replace(/\$\{users\}/, '["iam/alice"]');

  expect(await parseDirectory(textOf('examples/quickstart/directory.yaml'))).toMatchObject({
    ok: true,
  });
  expect(await parseProfile(policy)).toMatchObject({ ok: true });
});

test('blocks are read with their types and defaults, also over several lines', () => {
  const text = [
    'variable "one" {',
    '  description = "What \\"it\\" is."',
    '  type = object({',
    '    a = optional(string)',
    '  })',
    '  default  = {}',
    '}',
    'variable "two" {',
    '  description = "Another."',
    '  type        = bool',
    '}',
    '',
  ].join('\n');

  expect(readVariables(text)).toEqual([
    {
      name: 'one',
      description: 'What "it" is.',
      type: 'object({ a = optional(string) })',
      fallback: '{}',
    },
    { name: 'two', description: 'Another.', type: 'bool' },
  ]);
  expect(unguarded(text)).toEqual(['one']);
  expect(() => readVariables('variable "three" {\n  type = string\n}\n')).toThrow(/no description/);
  expect(() => readVariables('variable "four" {\n  description = "x"\n}\n')).toThrow(/no type/);
  expect(readOutputs('output "five" {\n  description = "Five."\n}\n')).toEqual([
    { name: 'five', description: 'Five.' },
  ]);
});

/** A document with `it` in the place of a function of CloudFormation. */
function written(document: unknown, name: string): unknown {
  const text = JSON.stringify(document);
  return JSON.parse(text.replaceAll(new RegExp(`\\{"${name}":"[^"]+"\\}`, 'g'), '"it"'));
}
