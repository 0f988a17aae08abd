import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** An import that goes the wrong way. */
export type Violation = {
  readonly file: string;
  readonly specifier: string;
  readonly because: string;
};

/** What a package's source may import, beside its own files. */
const packages: Readonly<
  Record<string, { readonly allows: readonly RegExp[]; readonly why: string }>
> = {
  core: { allows: [/^zod\/mini$/, /^yaml$/], why: 'core knows zod and yaml only: add a port' },
  tvm: {
    allows: [/^node:/, /^@sentinel\/core\//, /^zod\/mini$/, /^@aws-sdk\//, /^@smithy\//],
    why: 'the TVM stands on core and AWS alone',
  },
  guard: {
    allows: [/^node:/, /^@sentinel\/core\//, /^zod\/mini$/, /^@smithy\//],
    why: 'the guard stands on core and a signer: it is built into services of others',
  },
  devstack: {
    allows: [/^node:/, /^@sentinel\/(core|tvm)\//, /^zod(?:\/mini)?$/, /^@aws-sdk\//, /^dynalite$/],
    why: 'the dev stack stands on core and on what a gateway calls of the TVM',
  },
  cdk: {
    allows: [/^node:/, /^aws-cdk-lib(\/|$)/, /^constructs$/],
    why: 'the constructs stand alone: they take the built zip and carry their own declarations',
  },
  cli: {
    allows: [
      /^node:/,
      /^@sentinel\/core\//,
      /^@sentinel\/devstack\//,
      /^zod\/mini$/,
      /^@smithy\//,
      /^@aws-sdk\/credential-provider-(node|ini)$/,
      /^(commander|yaml|https-proxy-agent|proxy-from-env)$/,
    ],
    why: 'the CLI reaches the TVM over HTTP only',
  },
};

/** Folders of core, in the order in which a request passes them: a stage imports itself and what stands before. */
const coreStages: readonly string[] = [
  'contract',
  'identity',
  'policy',
  'session',
  'token',
  'approval',
  'break-glass',
  'revocation',
  'audit',
  'notify',
];

/** Files at core's root that every stage may import. */
const coreGround: ReadonlySet<string> = new Set([
  'errors.ts',
  'reasons.ts',
  'ports.ts',
  'failure.ts',
  'hex.ts',
  'region.ts',
  'together.ts',
]);

/** Only this file of core touches yaml: with it, it is loaded when first needed. */
const yamlReader = join('policy', 'parse.ts');

/** Reads every import below `packages/` and returns those that the house forbids. */
export function findViolations(root: string): readonly Violation[] {
  return Object.entries(packages).flatMap(([name, rule]) => {
    const source = join(root, 'packages', name, 'src');
    return sourcesBelow(source).flatMap((file) =>
      importsOf(readFileSync(file, 'utf8')).flatMap(({ specifier, isType }) => {
        const because = specifier.startsWith('.')
          ? judgeRelative(name, { source, file, specifier, isType })
          : judgePackage({ name, rule, path: relative(source, file), specifier });
        return because === undefined ? [] : [{ file: relative(root, file), specifier, because }];
      }),
    );
  });
}

/** The specifiers of static and dynamic imports and re-exports, with whether they bring types alone. */
export function importsOf(
  text: string,
): readonly { readonly specifier: string; readonly isType: boolean }[] {
  const statement =
    /^\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;
  return [...text.matchAll(statement)].map(([, type, fixed, dynamic]) => ({
    specifier: fixed ?? dynamic ?? '',
    isType: type !== undefined,
  }));
}

function judgePackage(about: {
  readonly name: string;
  readonly rule: { readonly allows: readonly RegExp[]; readonly why: string };
  readonly path: string;
  readonly specifier: string;
}): string | undefined {
  const { name, rule, path, specifier } = about;
  if (!rule.allows.some((allowed) => allowed.test(specifier))) return rule.why;
  if (name === 'core' && specifier === 'yaml' && path !== yamlReader) {
    return `only ${yamlReader} reads YAML`;
  }
  if (/^@sentinel\/\w+\/testing\//.test(specifier)) return 'testing is for tests';
  if (
    name === 'cli' &&
    specifier.startsWith('@sentinel/devstack/') &&
    !/^commands[\\/]dev(?:-[a-z]+)?\.ts$/.test(path)
  ) {
    return 'only `dev` loads the dev stack';
  }
  return undefined;
}

function judgeRelative(
  name: string,
  about: {
    readonly source: string;
    readonly file: string;
    readonly specifier: string;
    readonly isType: boolean;
  },
): string | undefined {
  const { source, file, specifier, isType } = about;
  const target = relative(source, resolve(dirname(file), specifier));
  if (target.startsWith('..')) return 'another package is imported by its name';
  if (name !== 'core') return undefined;
  const own = stageOf(relative(source, file));
  const other = stageOf(target);
  if (own === undefined) return other === 'memory' ? 'twins are for tests' : undefined;
  if (own === 'memory') return undefined;
  if (other === undefined) {
    return coreGround.has(target) || isType
      ? undefined
      : 'a stage does not call the routes above it';
  }
  if (other === own || isType) return undefined;
  return orderOf(other) < orderOf(own) ? undefined : `${own} comes before ${other}`;
}

function stageOf(path: string): string | undefined {
  return path.includes(sep) ? path.split(sep)[0] : undefined;
}

function orderOf(stage: string): number {
  const order = coreStages.indexOf(stage);
  return order === -1 ? Number.POSITIVE_INFINITY : order;
}

function sourcesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.endsWith('.d.ts'))
    .map((file) => join(folder, file));
}
