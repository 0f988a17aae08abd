import type { Placeholders } from './condition.ts';
import { type Item, membersOf, type Value } from './value.ts';

/** What an item is after an update. */
export type Change = (item: Item, placeholders: Placeholders) => Item;

type Step = (item: Record<string, Value>, placeholders: Placeholders) => void;

/**
 * Reads an update expression: `SET` of values and of `if_not_exists`, `ADD` of numbers and members, `DELETE` of
 * members, `REMOVE`; of whole attributes or members of mappings. Throws on any other.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */
export function readUpdate(expression: string): Change {
  const steps = [
    ...expression.matchAll(/(SET|ADD|DELETE|REMOVE) (.*?)(?= (?:SET|ADD|DELETE|REMOVE) |$)/g),
  ].flatMap(([, verb = '', list = '']) =>
    list.split(/, (?![^(]*\))/).map((part) => stepOf(verb, part.trim())),
  );
  return (item, placeholders) => {
    const changed = { ...item };
    for (const step of steps) step(changed, placeholders);
    return changed;
  };
}

function stepOf(verb: string, part: string): Step {
  switch (verb) {
    case 'SET':
      return assignment(part);
    case 'REMOVE':
      return (item, { names }) => {
        delete item[nameOf(part, names)];
      };
    case 'ADD':
    case 'DELETE': {
      const [name = '', value = ''] = part.split(' ');
      return (item, { names, values }) => {
        const attribute = nameOf(name, names);
        const given = values[value] ?? {};
        const after = verb === 'ADD' ? sum(item[attribute], given) : rest(item[attribute], given);
        if (after === undefined) delete item[attribute];
        else item[attribute] = after;
      };
    }
    default:
      throw new Error(`no clause \`${verb}\``);
  }
}

function assignment(part: string): Step {
  const [, name = '', unless, value = ''] =
    /^([#\w]+) = (if_not_exists\([#\w]+, )?(:\w+)\)?$/.exec(part) ?? [];
  if (name === '' || value === '') throw new Error(`not understood: \`${part}\``);
  return (item, { names, values }) => {
    const attribute = nameOf(name, names);
    if (unless !== undefined && item[attribute] !== undefined) return;
    item[attribute] = values[value] ?? {};
  };
}

function nameOf(placeholder: string, names: Placeholders['names']): string {
  if (!/^#?\w+$/.test(placeholder)) throw new Error(`not understood: \`${placeholder}\``);
  return names[placeholder] ?? placeholder;
}

function sum(before: Value | undefined, given: Value): Value {
  if (given['N'] !== undefined)
    return { N: String(Number(before?.['N'] ?? 0) + Number(given['N'])) };
  return { SS: [...new Set([...membersOf(before), ...membersOf(given)])] };
}

function rest(before: Value | undefined, given: Value): Value | undefined {
  const taken = new Set(membersOf(given));
  const left = membersOf(before).filter((member) => !taken.has(member));
  return left.length === 0 ? undefined : { SS: left };
}
