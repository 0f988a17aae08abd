import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cliPage } from './reference/cli.ts';
import { documentKinds, documentSchema } from './reference/document-schemas.ts';
import { httpApiPage } from './reference/http-api.ts';
import { iamPage } from './reference/iam.ts';
import { jsonText } from './reference/json.ts';
import { openapiText } from './reference/openapi.ts';
import { recordPage } from './reference/record.ts';
import { settingsPage } from './reference/settings.ts';
import { root } from './run.ts';

/** Where the reference lies. */
export const referenceFolder = join(root, 'docs', 'reference');

/** The part of the reference that is made from the code: text by the name of its file. */
export async function generateReference(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['http-api.md', httpApiPage()],
    ['openapi.json', openapiText()],
    ['settings.md', settingsPage()],
    ['cli.md', await cliPage()],
    ['record.md', recordPage()],
    ['iam.md', iamPage()],
    ...documentKinds.map((each) => [each.file, jsonText(documentSchema(each))] as const),
  ]);
}

if (import.meta.main) {
  mkdirSync(referenceFolder, { recursive: true });
  for (const [name, text] of await generateReference()) {
    writeFileSync(join(referenceFolder, name), text);
  }
}
