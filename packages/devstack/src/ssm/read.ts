import { listViolations, numberViolations, violationMessage } from '../http/shape.ts';
import { invalid, isError, type SsmError } from './error.ts';
import { shapes } from './shapes.ts';
import type { ParameterStore, Version } from './store.ts';

export type PathPage = { readonly versions: readonly Version[]; readonly nextToken?: string };

export type PathQuery = {
  readonly path: string;
  readonly recursive: boolean;
  /** 1..10; 10 unless told. */
  readonly maxResults?: number;
  readonly nextToken?: string;
};

/**
 * Reads one parameter, by name or `name:version`. `stale` reads as before the last write.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 */
export function readOne(store: ParameterStore, asked: string, stale: boolean): Version | SsmError {
  const { name, selector } = splitSelector(asked);
  const versions = visible(store, name, stale);
  const current = versions.at(-1);
  if (current === undefined) return { code: 'ParameterNotFound', message: '' };
  if (selector === undefined) return current;
  const found = versions.find((one) => String(one.version) === selector);
  if (found !== undefined) return found;
  return {
    code: 'ParameterVersionNotFound',
    message: `Systems Manager could not find version ${selector} of ${name}.`,
  };
}

/** Reads up to ten parameters; those that are not there are told apart. */
export function readMany(
  store: ParameterStore,
  names: readonly string[],
  stale: boolean,
):
  | {
      readonly found: readonly (Version & { asked: string })[];
      readonly missing: readonly string[];
    }
  | SsmError {
  const violations = listViolations('names', names.length, shapes.ParameterNameList);
  if (violations.length > 0) return invalid(violationMessage(violations));
  const read = names.map((asked) => ({ asked, version: readOne(store, asked, stale) }));
  return {
    found: read.flatMap(({ asked, version }) => (isError(version) ? [] : [{ ...version, asked }])),
    missing: read.flatMap(({ asked, version }) => (isError(version) ? [asked] : [])),
  };
}

/**
 * Reads the parameters below a path, in pages of at most ten.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html
 */
export function readPath(
  store: ParameterStore,
  query: PathQuery,
  stale: boolean,
): PathPage | SsmError {
  const { path, recursive, maxResults = shapes.GetParametersByPathMaxResults.max } = query;
  const violations = numberViolations(
    'maxResults',
    maxResults,
    shapes.GetParametersByPathMaxResults,
  );
  if (violations.length > 0) return invalid(violationMessage(violations));
  if (!/^\/([A-Za-z0-9._-]+\/?)*$/.test(path)) {
    return invalid(`The parameter doesn't meet the parameter name requirements: \`${path}\``);
  }
  const after = query.nextToken === undefined ? '' : readToken(query.nextToken, path);
  if (after === undefined) {
    return { code: 'InvalidNextToken', message: 'The specified token is not valid.' };
  }

  const prefix = path.endsWith('/') ? path : `${path}/`;
  const all = store
    .names()
    .filter((name) => name.startsWith(prefix) && name > after)
    .filter((name) => recursive || !name.slice(prefix.length).includes('/'))
    .flatMap((name) => visible(store, name, stale).at(-1) ?? []);
  const versions = all.slice(0, maxResults);
  const last = versions.at(-1);
  if (last === undefined || versions.length === all.length) return { versions };
  return { versions, nextToken: writeToken(last.name, path) };
}

/** `/a/b:3` asks for version 3 of `/a/b`. */
export function splitSelector(asked: string): {
  readonly name: string;
  readonly selector?: string;
} {
  const at = asked.lastIndexOf(':');
  return at < 0 ? { name: asked } : { name: asked.slice(0, at), selector: asked.slice(at + 1) };
}

function visible(store: ParameterStore, name: string, stale: boolean): readonly Version[] {
  const versions = store.versions(name);
  return stale ? versions.slice(0, -1) : versions;
}

function writeToken(last: string, path: string): string {
  return Buffer.from(JSON.stringify([path, last])).toString('base64url');
}

function readToken(token: string, path: string): string | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (!Array.isArray(read) || read[0] !== path) return undefined;
    const last: unknown = read[1];
    return typeof last === 'string' ? last : undefined;
  } catch {
    return undefined;
  }
}
