import type { CommanderError } from 'commander';
import { CliError } from './failure.ts';

type Wording = readonly [pattern: RegExp, say: (...parts: readonly string[]) => string];

/** What commander says, by its code, and what we say instead. Greedy, so that a quote in a word ends nothing. */
const wordings: ReadonlyMap<string, readonly Wording[]> = new Map<string, readonly Wording[]>([
  [
    'commander.unknownOption',
    [[/^unknown option '(.*)'$/s, (flag) => `unknown option \`${flag}\``]],
  ],
  [
    'commander.unknownCommand',
    [[/^unknown command '(.*)'$/s, (name) => `unknown command \`${name}\``]],
  ],
  [
    'commander.missingArgument',
    [[/^missing required argument '(.*)'$/s, (name) => `argument \`${name}\` is missing`]],
  ],
  [
    'commander.optionMissingArgument',
    [[/^option '(.*)' argument missing$/s, (flags) => `option \`${flags}\` has no value`]],
  ],
  [
    'commander.missingMandatoryOptionValue',
    [[/^required option '(.*)' not specified$/s, (flags) => `option \`${flags}\` is missing`]],
  ],
  [
    'commander.conflictingOption',
    [
      [
        /^option '(.*)' cannot be used with option '(.*)'$/s,
        (one, other) => `option \`${one}\` does not go with option \`${other}\``,
      ],
    ],
  ],
  [
    'commander.excessArguments',
    [
      [
        /^too many arguments for '(.*?)'\. Expected (\d+) arguments? but got \d+: (.*)\.$/s,
        (verb, count, found) =>
          `\`${verb}\` takes ${count} ${count === '1' ? 'argument' : 'arguments'}, not \`${found}\``,
      ],
    ],
  ],
  [
    'commander.invalidArgument',
    [
      [
        /^option '(.*?)' argument '(.*)' is invalid\. (.*)$/s,
        (flags, value, why) => `\`${value}\` does not do for option \`${flags}\`: ${choices(why)}`,
      ],
      [
        /^command-argument value '(.*)' is invalid for argument '(.*?)'\. (.*)$/s,
        (value, name, why) => `\`${value}\` does not do for argument \`${name}\`: ${choices(why)}`,
      ],
    ],
  ],
]);

const suggestion = /\n\(Did you mean (?:one of )?(.*)\?\)$/;

/** What commander found wrong with the line, as a `USAGE` of ours; its own words where they are unknown here. */
export function usageError({ code, message }: Pick<CommanderError, 'code' | 'message'>): CliError {
  const [, meant] = suggestion.exec(message) ?? [];
  const text = message.replace(/^error: /, '').replace(suggestion, '');
  const said = (wordings.get(code) ?? []).flatMap(([pattern, say]) => {
    const found = pattern.exec(text);
    return found === null ? [] : [say(...found.slice(1))];
  });
  return new CliError('USAGE', said[0] ?? text, {
    ...(meant !== undefined && { help: `did you mean ${listed(meant)}?` }),
  });
}

/** Why a value does not do: the sentence of whoever read it, or commander's list of choices. */
function choices(why = ''): string {
  const [, all] = /^Allowed choices are (.*)\.$/.exec(why) ?? [];
  return all === undefined ? why : `expected ${listed(all)}`;
}

/** `a`, `b` or `c` */
function listed(names: string): string {
  return names
    .split(', ')
    .map((name) => `\`${name}\``)
    .join(', ')
    .replace(/, (?=[^,]*$)/, ' or ');
}
