import { compare, type Item, isEqual, membersOf, sizeOf, type Value } from './value.ts';

/** Placeholders of one request. */
export type Placeholders = {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, Value>>;
};

/** Whether an item fulfils a condition. */
export type Holds = (item: Item, placeholders: Placeholders) => boolean;

type Operand = (item: Item, placeholders: Placeholders) => Value | undefined;

/**
 * Reads a condition, key condition or filter expression, as much of the language as Sentinel writes: comparisons,
 * `BETWEEN`, `attribute_exists`, `attribute_not_exists`, `contains`, `size`, joined by `AND` and by `OR` in brackets.
 * Throws on any other.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export function readCondition(expression: string): Holds {
  const tokens = expression.match(/<>|<=|>=|[=<>(),]|[#:\w.]+/g) ?? [];
  let at = 0;
  const next = () => tokens[at++] ?? '';
  const take = (wanted: string) => {
    const found = next();
    if (found !== wanted) throw new Error(`\`${wanted}\` is missing in \`${expression}\``);
  };
  const isNext = (wanted: string) => {
    if (tokens[at] !== wanted) return false;
    at += 1;
    return true;
  };

  const anyOf = (): Holds => {
    const parts = [allOf()];
    while (isNext('OR')) parts.push(allOf());
    return parts.length === 1 && parts[0] !== undefined
      ? parts[0]
      : (item, held) => parts.some((part) => part(item, held));
  };
  const allOf = (): Holds => {
    const parts = [single()];
    while (isNext('AND')) parts.push(single());
    return (item, held) => parts.every((part) => part(item, held));
  };
  const single = (): Holds => {
    if (isNext('(')) {
      const inner = anyOf();
      take(')');
      return inner;
    }
    const word = tokens[at] ?? '';
    if (word === 'attribute_exists' || word === 'attribute_not_exists') {
      const [operand] = argumentsOf();
      return (item, held) =>
        (operand?.(item, held) === undefined) !== (word === 'attribute_exists');
    }
    if (word === 'contains') {
      const [set, member] = argumentsOf();
      return (item, held) =>
        membersOf(set?.(item, held)).includes(String(member?.(item, held)?.['S']));
    }
    return comparison(operand());
  };
  const comparison = (left: Operand): Holds => {
    const operator = next();
    const right = operand();
    if (operator === 'BETWEEN') {
      take('AND');
      const last = operand();
      return (item, held) =>
        holds('>=', left(item, held), right(item, held)) &&
        holds('<=', left(item, held), last(item, held));
    }
    return (item, held) => holds(operator, left(item, held), right(item, held));
  };
  const operand = (): Operand => {
    if (tokens[at] !== 'size') return operandOf(next());
    const [of] = argumentsOf();
    return (item, held) => {
      const size = sizeOf(of?.(item, held));
      return size === undefined ? undefined : { N: String(size) };
    };
  };
  const argumentsOf = (): readonly Operand[] => {
    at += 1;
    take('(');
    const operands = [operand()];
    while (isNext(',')) operands.push(operand());
    take(')');
    return operands;
  };

  const whole = anyOf();
  if (at !== tokens.length) throw new Error(`not understood: \`${expression}\``);
  return whole;
}

function holds(operator: string, left: Value | undefined, right: Value | undefined): boolean {
  if (operator === '=') return isEqual(left, right);
  if (operator === '<>') return !isEqual(left, right);
  const order = compare(left, right);
  if (order === undefined) return false;
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      throw new Error(`no operator \`${operator}\``);
  }
}

/** `:v0`, or a path such as `#n0.#n1`. */
function operandOf(token: string): Operand {
  if (token.startsWith(':')) return (_, { values }) => values[token];
  const parts = token.split('.');
  return (item, { names }) => {
    let found: Value | undefined = { M: item };
    for (const part of parts) {
      const members: unknown = found?.['M'];
      found = memberOf(members, names[part] ?? part);
    }
    return found;
  };
}

function memberOf(members: unknown, name: string): Value | undefined {
  if (typeof members !== 'object' || members === null) return undefined;
  const held = new Map<string, unknown>(Object.entries(members)).get(name);
  return typeof held === 'object' && held !== null ? { ...held } : undefined;
}
