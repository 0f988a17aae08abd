import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findViolations, importsOf } from './architecture.ts';

describe('the imports of this repository', () => {
  test('all go the right way', () => {
    const root = fileURLToPath(new URL('..', import.meta.url));

    const violations = findViolations(root);

    expect(violations).toEqual([]);
  });
});

describe('an import that goes the wrong way is found', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'architecture-'));
    for (const name of ['core', 'tvm', 'guard', 'devstack', 'cdk', 'cli']) {
      mkdirSync(join(root, 'packages', name, 'src'), { recursive: true });
    }
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test.each([
    ['core', 'vend.ts', `import { STS } from '@aws-sdk/client-sts';`],
    ['core', 'vend.ts', `import { readFile } from 'node:fs';`],
    ['core', 'vend.ts', `const yaml = await import('yaml');`],
    ['core', 'identity/identify.ts', `import { evaluate } from '../policy/evaluate.ts';`],
    ['core', 'policy/evaluate.ts', `import { vend } from '../vend.ts';`],
    ['core', 'vend.ts', `import { memoryClock } from './memory/clock.ts';`],
    ['core', 'vend.ts', `import { bind } from '../../tvm/src/http/bind.ts';`],
    ['core', 'vend.ts', `export { z } from 'zod';`],
    ['tvm', 'wire.ts', `import { startSts } from '@sentinel/devstack/sts/start-sts';`],
    ['tvm', 'wire.ts', `import { aClock } from '@sentinel/core/testing/a-clock';`],
    ['guard', 'session-guard.ts', `import { readEvent } from '@sentinel/tvm/http/read-event';`],
    ['cdk', 'rights.ts', `import { rightsOf } from '@sentinel/tvm/infrastructure/rights';`],
    ['cli', 'client.ts', `import { createApp } from '@sentinel/tvm/http/app';`],
    ['cli', 'client.ts', `import { start } from '@sentinel/devstack/start-devstack';`],
    ['devstack', 'start.ts', `import {\n  exec,\n} from '@sentinel/cli/commands/exec';`],
  ])('%s/%s: %s', (name, file, line) => {
    const path = join(root, 'packages', name, 'src', file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${line}\n`);

    const violations = findViolations(root);

    expect(violations).toHaveLength(1);
  });

  test('types may come from a later stage, values may not', () => {
    const path = join(root, 'packages', 'core', 'src', 'identity', 'identify.ts');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `import type { Directory } from '../policy/document.ts';\n`);

    const violations = findViolations(root);

    expect(violations).toEqual([]);
  });
});

test('imports of every form are read', () => {
  const text = [
    `import 'a';`,
    `import b from "b";`,
    `import type { C } from 'c';`,
    `import {\n  d,\n  type D,\n} from 'd';`,
    `export * from 'e';`,
    `const f = await import('f');`,
  ].join('\n');

  const found = importsOf(text);

  expect(found.map((each) => each.specifier)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});
