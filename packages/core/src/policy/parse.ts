import * as yaml from 'yaml';
import type * as z from 'zod/mini';
import type { Baseline, Channel, Directory, Group, ProfileDocument } from './document.ts';
import { locate, type Problem, problemsOf } from './problems.ts';
import { baselineKind } from './schema/baseline.ts';
import { channelKind } from './schema/channel.ts';
import { checkSigns, type Sign } from './schema/check-signs.ts';
import { checkText } from './schema/check-text.ts';
import { checkTree } from './schema/check-tree.ts';
import { directoryKind } from './schema/directory.ts';
import { groupKind } from './schema/group.ts';
import type { Kind, ParseOptions } from './schema/kind.ts';
import { positionsIn } from './schema/position.ts';
import { profileKind } from './schema/profile.ts';
import {
  type Entry,
  type Path,
  type Position,
  plainOf,
  positionOf,
  type Scalar,
  type Tree,
} from './schema/tree.ts';
import { yamlSentence } from './yaml-sentences.ts';

/** What a text is: a document, or all that is wrong with it. */
export type Parsed<T> =
  | {
      readonly ok: true;
      readonly document: T;
      /** Remarks on what loads but does nothing. */
      readonly notes: readonly Problem[];
      /** Where something stands in the text, for problems that are found later. */
      readonly positionOf: (path: Path) => Position;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A profile's policy document. Approvers may still be the baseline's: see `completePolicy`. */
export function parseProfile(text: string, options?: ParseOptions): Parsed<ProfileDocument> {
  return parse(text, profileKind, options);
}

export function parseDirectory(text: string): Parsed<Directory> {
  return parse(text, directoryKind);
}

export function parseBaseline(text: string): Parsed<Baseline> {
  return parse(text, baselineKind);
}

export function parseGroup(text: string): Parsed<Group> {
  return parse(text, groupKind);
}

/** What is wrong may quote what was written: nobody is shown that of a channel. */
export function parseChannel(text: string): Parsed<Channel> {
  return parse(text, channelKind);
}

function parse<S extends z.ZodMiniType, T>(
  text: string,
  kind: Kind<S, T>,
  { partition = 'aws' }: ParseOptions = {},
): Parsed<T> {
  const problem = checkText(text);
  if (problem !== undefined) return { ok: false, problems: [problem] };

  const read = readYaml(text);
  if (!read.ok) return read;
  const { tree } = read;

  const disorder = checkTree(tree, kind.mayBeEmpty);
  if (disorder.length > 0) return { ok: false, problems: locate(disorder, tree) };

  const shaped = kind.schema.safeParse(plainOf(tree));
  if (!shaped.success) {
    return { ok: false, problems: problemsOf(shaped.error, kind.schema, tree) };
  }

  const findings = kind.check(shaped.data, partition);
  if (findings.length > 0) return { ok: false, problems: locate(findings, tree) };
  return {
    ok: true,
    document: kind.build(shaped.data),
    notes: locate(kind.remarks?.(shaped.data) ?? [], tree),
    positionOf: (path) => positionOf(tree, path),
  };
}

type Read =
  | { readonly ok: true; readonly tree: Tree }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads YAML 1.2 by its core schema: plain `true`, `null` and numbers are no texts, while
 * `2026-12-20`, `22:00`, `no` and `on` are. Whatever YAML has beyond mappings, lists and scalars is refused.
 */
function readYaml(text: string): Read {
  const at = positionsIn(text);
  const refused = (offset: number, message: string): Read => ({
    ok: false,
    problems: [{ ...at(offset), path: '', message }],
  });

  const sign = checkSigns(signsOf(text));
  if (sign !== undefined) return refused(sign.offset, sign.message);

  const document = yaml.parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    strict: true,
    // Its own check is quadratic.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  const error = [...document.errors, ...document.warnings][0];
  if (error !== undefined) return refused(error.pos[0], yamlSentence(error.code));
  if (document.contents === null) return refused(0, 'expected a document, found nothing');

  const problems: Problem[] = [];
  const refuse = (offset: number, message: string) => {
    problems.push({ ...at(offset), path: '', message });
  };
  const tree = toTree(document.contents, 0, { at, refuse });
  return problems.length > 0 ? { ok: false, problems: problems.slice(0, 1) } : { ok: true, tree };
}

/** The lexer's parts with their offsets; what scalars hold is never taken for a sign. */
function* signsOf(text: string): Generator<Sign> {
  let offset = 0;
  let isContent = false;
  for (const lexeme of new yaml.Lexer().lex(text)) {
    const type = yaml.CST.tokenType(lexeme);
    if (!isContent && (type === 'doc-mode' || type === 'flow-error-end')) continue;
    if (!isContent && type === 'scalar') {
      isContent = true;
      continue;
    }
    yield { type: isContent ? 'content' : `${type}`, source: lexeme, offset };
    isContent = false;
    offset += lexeme.length;
  }
}

type Reading = {
  readonly at: (offset: number) => Position;
  readonly refuse: (offset: number, message: string) => void;
};

function toTree(node: yaml.ParsedNode | null, offset: number, reading: Reading): Tree {
  const { at } = reading;
  if (yaml.isMap<yaml.ParsedNode, yaml.ParsedNode | null>(node)) {
    const entries = node.items.flatMap((pair) => toEntry(pair.key, pair.value, reading));
    return { kind: 'mapping', at: at(startOf(node, offset)), entries };
  }
  if (yaml.isSeq<yaml.ParsedNode>(node)) {
    const start = startOf(node, offset);
    const items = node.items.map((item) => toTree(item, start, reading));
    return { kind: 'list', at: at(start), items };
  }
  const value: unknown = yaml.isScalar(node) ? node.value : null;
  return {
    kind: 'scalar',
    at: at(startOf(node, offset)),
    // No document may hold what is none of these, as it may hold no null.
    value: isValue(value) ? value : null,
    ...(yaml.isScalar(node) && node.type === 'PLAIN' && { source: node.source }),
  };
}

function toEntry(
  key: yaml.ParsedNode,
  value: yaml.ParsedNode | null,
  reading: Reading,
): readonly Entry[] {
  const start = startOf(key, 0);
  if (!yaml.isScalar(key) || typeof key.value !== 'string') {
    reading.refuse(start, 'expected a key that is text: put numbers and `true` in quotes');
    return [];
  }
  const tree = toTree(value, start, reading);
  return [{ key: key.value, keyAt: reading.at(start), tree }];
}

function startOf(node: yaml.ParsedNode | null, otherwise: number): number {
  return node?.range[0] ?? otherwise;
}

function isValue(value: unknown): value is NonNullable<Scalar> {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
