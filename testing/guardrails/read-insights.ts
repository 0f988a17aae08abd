/** An event, as JSON. */
export type Event = Readonly<Record<string, unknown>>;

type Row = { readonly event: Event; readonly named: ReadonlyMap<string, unknown> };
type Test = (row: Row) => boolean;
type Value = (row: Row) => unknown;

/** Commands that come after the rows were chosen, or only shape what is shown. */
const shaping = /^(stats|sort|limit|display)\b/;

/**
 * Reads as much of CloudWatch Logs Insights as our queries use: `filter` with comparisons, `like`, `in`, `ispresent`,
 * `not`, `and`, `or`; `fields coalesce(...) as name`; and passes over what only shapes the answer. Throws at anything
 * else. Whether an event is among the rows is what the result tells.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
export function readInsights(query: string): (event: Event) => boolean {
  const steps = commandsOf(query).map(readCommand);
  return (event) => {
    let row: Row | undefined = { event, named: new Map() };
    for (const step of steps) {
      row = row === undefined ? undefined : step(row);
    }
    return row !== undefined;
  };
}

type Step = (row: Row) => Row | undefined;

function readCommand(command: string): Step {
  if (shaping.test(command)) return (row) => row;
  const tokens = tokensOf(command);
  const verb = tokens.next();
  if (verb === 'filter') {
    const test = readEither(tokens);
    tokens.end();
    return (row) => (test(row) ? row : undefined);
  }
  if (verb !== 'fields') throw new Error(`no reader for \`${command}\``);
  if (tokens.peek() !== 'coalesce') return (row) => row;
  const value = readValue(tokens);
  tokens.expect('as');
  const name = tokens.next();
  tokens.end();
  return (row) => ({ ...row, named: new Map([...row.named, [name, value(row)]]) });
}

function readEither(tokens: Tokens): Test {
  const tests = [readBoth(tokens)];
  while (tokens.takes('or')) tests.push(readBoth(tokens));
  return (row) => tests.some((test) => test(row));
}

function readBoth(tokens: Tokens): Test {
  const tests = [readOne(tokens)];
  while (tokens.takes('and')) tests.push(readOne(tokens));
  return (row) => tests.every((test) => test(row));
}

function readOne(tokens: Tokens): Test {
  if (tokens.takes('not')) {
    const test = readOne(tokens);
    return (row) => !test(row);
  }
  if (tokens.takes('(')) {
    const test = readEither(tokens);
    tokens.expect(')');
    return test;
  }
  if (tokens.takes('ispresent')) {
    tokens.expect('(');
    const value = readValue(tokens);
    tokens.expect(')');
    return (row) => value(row) !== undefined;
  }
  return readComparison(readValue(tokens), tokens);
}

function readComparison(value: Value, tokens: Tokens): Test {
  const operator = tokens.next();
  switch (operator) {
    case '=': {
      const other = readValue(tokens);
      return (row) => value(row) !== undefined && value(row) === other(row);
    }
    case '!=': {
      const other = readValue(tokens);
      return (row) => value(row) !== other(row);
    }
    case 'like': {
      const written = tokens.next();
      if (!written.startsWith('/')) throw new Error(`no pattern: \`${written}\``);
      const pattern = new RegExp(written.slice(1, -1));
      return (row) => {
        const text = value(row);
        return typeof text === 'string' && pattern.test(text);
      };
    }
    case 'in':
      return readList(value, tokens);
    case 'not': {
      tokens.expect('in');
      const test = readList(value, tokens);
      return (row) => !test(row);
    }
    default:
      throw new Error(`no reader for \`${operator}\``);
  }
}

function readList(value: Value, tokens: Tokens): Test {
  tokens.expect('[');
  const values = [readValue(tokens)];
  while (tokens.takes(',')) values.push(readValue(tokens));
  tokens.expect(']');
  return (row) => values.some((one) => one(row) === value(row));
}

function readValue(tokens: Tokens): Value {
  const token = tokens.next();
  if (token === 'coalesce') {
    tokens.expect('(');
    const values = [readValue(tokens)];
    while (tokens.takes(',')) values.push(readValue(tokens));
    tokens.expect(')');
    return (row) => values.map((value) => value(row)).find((found) => found !== undefined);
  }
  if (token.startsWith('"')) return () => token.slice(1, -1);
  if (!/^[\w@.]+$/.test(token)) throw new Error(`no value: \`${token}\``);
  return ({ event, named }) => (named.has(token) ? named.get(token) : memberOf(event, token));
}

/** A member's path by dots; the entries of a list have numbers. */
function memberOf(event: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((found, member) => {
    if (typeof found !== 'object' || found === null) return undefined;
    return Object.hasOwn(found, member) ? Reflect.get(found, member) : undefined;
  }, event);
}

type Tokens = ReturnType<typeof tokensOf>;

const token = /\s*("[^"]*"|\/(?:\\.|[^/\\])*\/|!=|[=()[\],]|[\w@.]+)/y;

function tokensOf(text: string) {
  const tokens: string[] = [];
  token.lastIndex = 0;
  for (let at = 0; text.slice(at).trim() !== ''; at = token.lastIndex) {
    token.lastIndex = at;
    const [, found] = token.exec(text) ?? [];
    if (found === undefined) throw new Error(`no reader for \`${text.slice(at)}\``);
    tokens.push(found);
  }
  let at = 0;
  const next = () => {
    const found = tokens[at];
    if (found === undefined) throw new Error(`\`${text}\` ends too early`);
    at += 1;
    return found;
  };
  return {
    next,
    peek: () => tokens[at],
    takes: (word: string) => {
      const isIt = tokens[at] === word;
      if (isIt) at += 1;
      return isIt;
    },
    expect: (word: string) => {
      const found = next();
      if (found !== word) throw new Error(`\`${word}\` is missing before \`${found}\``);
    },
    end: () => {
      if (at < tokens.length) throw new Error(`no reader for \`${tokens.slice(at).join(' ')}\``);
    },
  };
}

/** Commands stand between `|`; one within a pattern or a text is none. */
function commandsOf(query: string): readonly string[] {
  return (query.match(/(?:"[^"]*"|\/(?:\\.|[^/\\\n])*\/|[^|"/]|\/)+/g) ?? []).map((each) =>
    each.trim(),
  );
}
