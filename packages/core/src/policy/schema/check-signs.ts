import { maxLevels, maxSigns } from './limits.ts';

/** A lexical part of a YAML text: a bracket, a dash, a word, a comment, a space. */
export type Sign = {
  /** As yaml's lexer calls it; `content` for unquoted text and for what block scalars hold. */
  readonly type: string;
  readonly source: string;
  readonly offset: number;
};

/** Why a document is refused before it is parsed, and where. */
export type SignProblem = { readonly offset: number; readonly message: string };

/** Signs that no document needs: each can make one text mean two things, or grow. */
const forbidden: ReadonlyMap<string, string> = new Map([
  ['anchor', 'anchors (`&`) are not allowed'],
  ['alias', 'aliases (`*`) are not allowed: put text that begins with `*` in quotes'],
  ['tag', 'tags (`!`) are not allowed: put text that begins with `!` in quotes'],
  ['directive-line', 'directives (`%`) are not allowed'],
  ['doc-end', 'expected one document, found its end (`...`)'],
  ['explicit-key-ind', 'explicit keys (`?`) are not allowed'],
]);

const goodEscapes =
  /^"(?:[^\\]|\\(?:[0abefnrtv"/\\N_LP \t\r\n]|x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|U[\dA-Fa-f]{8}))*"?$/;

/** What has been read of the line, and of the brackets that are open. */
type State = {
  hasBegun: boolean;
  /** The innermost open bracket, or the line where none is open. */
  level: Level;
  dashes: number;
  /** Whether a value has ended, so that none may begin before a sign or a line parts them. */
  hasValue: boolean;
  before: string;
  /** Lines in a row that hold a value and no sign. */
  bareLines: number;
  isBlockScalar: boolean;
};

/** A bracket, or the line. */
type Level = {
  /** Colons since the last comma. */
  colons: number;
  readonly depth: number;
  /** What it stands in; the line stands in nothing. */
  readonly outer?: Level;
};

/**
 * Reads the signs once, in linear time, and stops at the first that cannot stand where it does. What a
 * parser makes of nested brackets and piled up errors is far slower than this; what passes is still parsed.
 */
export function checkSigns(signs: Iterable<Sign>): SignProblem | undefined {
  const state: State = {
    hasBegun: false,
    level: { colons: 0, depth: 0 },
    dashes: 0,
    hasValue: false,
    before: 'newline',
    bareLines: 0,
    isBlockScalar: false,
  };
  let count = 0;
  for (const sign of signs) {
    count += 1;
    const message =
      count > maxSigns
        ? `expected at most ${maxSigns} words and signs`
        : (forbidden.get(sign.type) ?? step(state, sign));
    if (message !== undefined) return { offset: sign.offset, message };
  }
  return undefined;
}

/** Moves on by one sign; a message if it cannot stand here. */
function step(state: State, sign: Sign): string | undefined {
  if (sign.type === 'space' || sign.type === 'comment') return undefined;
  if (sign.type === 'newline') return endLine(state);
  if (state.isBlockScalar && sign.type === 'content') {
    state.isBlockScalar = false;
    return endLine(state);
  }
  const message = take(state, sign);
  state.hasBegun = true;
  state.before = sign.type;
  return message;
}

function take(state: State, { type, source }: Sign): string | undefined {
  switch (type) {
    case 'doc-start':
      return state.hasBegun ? 'expected one document, found another (`---`)' : undefined;
    case 'flow-map-start':
    case 'flow-seq-start':
      state.level = { colons: 0, depth: state.level.depth + 1, outer: state.level };
      if (state.level.depth > maxLevels) return tooDeep;
      return beginValue(state, false);
    case 'flow-map-end':
    case 'flow-seq-end':
      if (state.level.outer === undefined) return 'closing bracket without an opening one';
      state.level = state.level.outer;
      state.hasValue = true;
      return undefined;
    case 'comma':
      state.level.colons = 0;
      state.hasValue = false;
      return state.before === 'comma' || state.before.endsWith('-start') ? misplaced : undefined;
    case 'map-value-ind':
      return takeColon(state);
    case 'seq-item-ind':
      state.dashes += 1;
      if (state.hasValue || state.level.depth > 0) return misplaced;
      return state.dashes > maxLevels ? tooDeep : undefined;
    case 'block-scalar-header':
      state.isBlockScalar = true;
      return beginValue(state, true);
    case 'double-quoted-scalar':
      return goodEscapes.test(source)
        ? beginValue(state, true)
        : 'there is no such escape in double quotes';
    default:
      return /^[@`]/.test(source)
        ? 'text that begins with this character needs quotes'
        : beginValue(state, true);
  }
}

function takeColon(state: State): string | undefined {
  state.level.colons += 1;
  state.hasValue = false;
  return state.level.colons > 1
    ? 'expected one key and value: text with `: ` in it needs quotes, and so does a value before `:`'
    : undefined;
}

function beginValue(state: State, isWhole: boolean): string | undefined {
  const isFollowing = state.hasValue;
  state.hasValue = isWhole;
  return isFollowing ? misplaced : undefined;
}

/** Within brackets the end of a line parts nothing. */
function endLine(state: State): string | undefined {
  if (state.level.depth > 0) return undefined;
  const isBare = state.hasValue && state.dashes === 0 && state.level.colons === 0;
  if (state.before !== 'newline') state.bareLines = isBare ? state.bareLines + 1 : 0;
  state.level.colons = 0;
  state.dashes = 0;
  state.hasValue = false;
  state.before = 'newline';
  return state.bareLines > 1 ? misplaced : undefined;
}

const tooDeep = `expected at most ${maxLevels} levels`;
const misplaced =
  'this cannot stand here: a comma, a colon or a line end is missing, or quotes are';
