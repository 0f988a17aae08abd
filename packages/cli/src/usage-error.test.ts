import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { expect, test } from 'vitest';
import { usageError } from './usage-error.ts';

/** A line that has everything that commander finds wrong. */
function aProgram(): Command {
  const program = new Command('sentinel').exitOverride().configureOutput({ outputError: () => {} });
  const refuse = () => {
    throw new InvalidArgumentError('expected a number from 1 to 99');
  };
  program
    .command('list')
    .argument('[id]', 'which', refuse)
    .addOption(new Option('--limit <n>', 'how many').argParser(refuse))
    .addOption(new Option('--limits <n>', 'how many, too'))
    .addOption(new Option('--status <status>', 'those').choices(['open', 'done', 'over']))
    .addOption(new Option('--all', 'all').conflicts('mine'))
    .option('--mine', 'mine');
  program.command('deny').argument('<id>', 'which').requiredOption('--reason <text>', 'why');
  program.command('sort').addArgument(new Argument('<way>', 'how').choices(['up', 'down']));
  return program;
}

function errorOf(argv: readonly string[]): CommanderError {
  try {
    aProgram().parse(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error;
  }
  throw new Error('that was no error');
}

test.each<[string, readonly string[], string, string?]>([
  ['unknownOption', ['list', '--server'], 'unknown option `--server`'],
  ['unknownOption', ['list', '--mien'], 'unknown option `--mien`', 'did you mean `--mine`?'],
  [
    'unknownOption',
    ['list', '--limitx'],
    'unknown option `--limitx`',
    'did you mean `--limit` or `--limits`?',
  ],
  ['unknownOption', ['list', "--it's\n'so'"], "unknown option `--it's\n'so'`"],
  ['unknownCommand', ['lsit'], 'unknown command `lsit`', 'did you mean `list`?'],
  ['unknownCommand', ['nothing'], 'unknown command `nothing`'],
  ['missingArgument', ['deny', '--reason', 'x'], 'argument `id` is missing'],
  ['optionMissingArgument', ['list', '--limit'], 'option `--limit <n>` has no value'],
  ['missingMandatoryOptionValue', ['deny', 'x'], 'option `--reason <text>` is missing'],
  [
    'conflictingOption',
    ['list', '--all', '--mine'],
    'option `--all` does not go with option `--mine`',
  ],
  ['excessArguments', ['sort', 'up', 'b', 'c.'], '`sort` takes 1 argument, not `up, b, c.`'],
  [
    'invalidArgument',
    ['list', '--limit', "0' is invalid. x"],
    "`0' is invalid. x` does not do for option `--limit <n>`: expected a number from 1 to 99",
  ],
  [
    'invalidArgument',
    ['list', '7'],
    '`7` does not do for argument `id`: expected a number from 1 to 99',
  ],
  [
    'invalidArgument',
    ['list', '--status', 'x'],
    '`x` does not do for option `--status <status>`: expected `open`, `done` or `over`',
  ],
  [
    'invalidArgument',
    ['sort', 'Down'],
    '`Down` does not do for argument `way`: expected `up` or `down`',
  ],
])('commander.%s of %j is told as ours', (code, argv, message, help) => {
  const found = errorOf(argv);

  const { code: ours, message: said, help: next } = usageError(found);

  expect(found.code).toBe(`commander.${code}`);
  expect([ours, said, next]).toEqual(['USAGE', message, help]);
});

test.each([
  ['commander.unknownOption', 'error: an option of another kind', 'an option of another kind'],
  ['commander.somethingNew', "error: something 'new'", "something 'new'"],
])('what a later commander says as %s stands as it is', (code, message, said) => {
  expect(usageError({ code, message }).message).toBe(said);
});
