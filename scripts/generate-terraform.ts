import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.ts';
import { moduleData } from './terraform/module-data.ts';
import { modulePage } from './terraform/module-page.ts';

/** Folders whose README tells their inputs and outputs, below `terraform/`. */
export const documentedFolders: readonly string[] = [
  'modules/sentinel-tvm',
  'modules/sentinel-account',
  'modules/sentinel-protected-role',
  'modules/sentinel-guardrails',
  'modules/sentinel-client-access',
  'modules/sentinel-client-access/identity-center',
  'examples/quickstart',
  'examples/hub-and-spoke',
  'examples/identity-center',
];

/** What of `terraform/` is made from the code and from the modules: text by path. */
export function generateTerraform(): ReadonlyMap<string, string> {
  const folder = join(root, 'terraform');
  return new Map([
    ...[...moduleData()].map(([path, text]): [string, string] => [join(folder, path), text]),
    ...documentedFolders.map((name): [string, string] => [
      join(folder, name, 'README.md'),
      modulePage(join(folder, name)),
    ]),
  ]);
}

if (import.meta.main) {
  for (const [path, text] of generateTerraform()) writeFileSync(path, text);
}
