import { eventStatus } from '@sentinel/core/contract/break-glass';
import { type Command, Option } from 'commander';
import type { Run } from '../command.ts';
import { readDuration, readId, readLimit } from './arguments.ts';
import {
  closeEvent,
  extendEvent,
  listEvents,
  openEvents,
  reviewEvent,
  showEvent,
} from './breakglass-work.ts';

const examples = `
For emergencies, where policy says no and nobody can be asked: it is told to others, and reviewed afterwards.
\`sentinel exec PROFILE --break-glass CODE\` opens it and runs a command at once.

Examples:
  $ sentinel breakglass open database --code incident --reason "orders fail since 02:10, all on call"
  $ sentinel breakglass list --to-review
  $ sentinel breakglass review 3f0c9a51b2d47e86 --justified --comment "right, and well kept"`;

const ofOpen = `
For all profiles that are named, or for none.

Examples:
  $ sentinel breakglass open database --code incident --reason "orders fail since 02:10" --ticket INC-7
  $ sentinel breakglass open database queue --code recovery --for 2h --reason "restore of last night's copy"`;

const ofList = `
Your own, newest first. Times are UTC.

Examples:
  $ sentinel breakglass list --status open
  $ sentinel breakglass list --to-review
  $ sentinel breakglass list --all --output csv   # with the right \`audit\``;

/** `sentinel breakglass`. */
export function declare(command: Command, run: Run): void {
  command.addHelpText('after', examples);
  declareOpen(command, run);
  declareList(command, run);
  const one = declaring(command);
  one('show', 'show one', ['3f0c9a51b2d47e86']).action((id: string) =>
    run((context) => showEvent(id, context)),
  );
  one('extend', 'let your own last longer, from now on', ['3f0c9a51b2d47e86 --for 1h'])
    .requiredOption('--for <time>', 'how long from now on, such as `1h`', readDuration)
    .action((id: string, options: { readonly for: number }) =>
      run((context) => extendEvent(id, options.for, context)),
    );
  one('close', 'end it: nothing more is vended under it', [
    '3f0c9a51b2d47e86 --comment "orders flow again"',
  ])
    .option('--comment <text>', 'words to it, for the record')
    .action((id: string, options: { readonly comment?: string }) =>
      run((context) => closeEvent(id, options.comment, context)),
    );
  one('review', 'review one that is over, never your own', [
    '3f0c9a51b2d47e86 --justified --comment "right, and well kept"',
    '3f0c9a51b2d47e86 --unjustified --comment "the runbook would have done"',
  ])
    .addOption(new Option('--justified', 'it was right').conflicts('unjustified'))
    .option('--unjustified', 'it was not')
    .option('--comment <text>', 'words to it, for the record')
    .action((id: string, options: Parameters<typeof reviewEvent>[1]) =>
      run((context) => reviewEvent(id, options, context)),
    );
}

function declareOpen(command: Command, run: Run): void {
  command
    .command('open')
    .description('break the glass for one or several profiles')
    .argument('<profiles...>', 'one to five')
    .requiredOption('--code <code>', "one of the profile's reason codes")
    .requiredOption('--reason, --justification <text>', 'why, 20 characters at least')
    .option('--for <time>', 'how long, 15m to 4h; 1h if left out', readDuration)
    .option('--ticket <id>', 'a ticket, for the record')
    .addHelpText('after', ofOpen)
    .action((profiles: readonly string[], options: Parameters<typeof openEvents>[1]) =>
      run((context) => openEvents(profiles, options, context)),
    );
}

function declareList(command: Command, run: Run): void {
  command
    .command('list')
    .description('list your own, those to review, or all')
    .option('--to-review', 'those that wait for your review')
    .addOption(new Option('--all', "everybody's, for those who hold `audit`").conflicts('toReview'))
    .addOption(new Option('--status <status>', 'only those').choices(eventStatus().options))
    .option('--profile <name>', 'only those of one profile')
    .option('--limit <n>', 'how many at most', readLimit, 50)
    .addHelpText('after', ofList)
    .action((options: Parameters<typeof listEvents>[0]) =>
      run((context) => listEvents(options, context)),
    );
}

/** Declares a word about one event, with its examples. */
function declaring(command: Command) {
  return (name: string, summary: string, lines: readonly string[]): Command => {
    const all = lines.map((line) => `  $ sentinel breakglass ${name} ${line}`).join('\n');
    return command
      .command(name)
      .description(summary)
      .argument('<id>', 'event, 16 hex characters', readId)
      .addHelpText('after', `\nExamples:\n${all}`);
  };
}
