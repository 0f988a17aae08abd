import { Command, CommanderError, Option } from 'commander';
import type { Run } from './command.ts';
import { exitCodeOf } from './exit-codes.ts';
import { CliError } from './failure.ts';
import { visible } from './output/visible.ts';
import type { SettingSource } from './settings.ts';
import { usageError } from './usage-error.ts';
import { verbs } from './verbs.ts';
import { version } from './version.ts';
import type { World } from './world.ts';

const about = `Short-lived AWS credentials, by policy.

Examples:
  $ sentinel profiles                        what can I have
  $ sentinel exec staging -- aws s3 ls       run a command with it
  $ sentinel explain production              why not, and what next`;

const exits = `
Exit codes: 0 ok, 1 failure, 2 usage, 3 denied by policy, 4 approval needed, 5 identity or sign-in,
6 revoked or blocked, 7 server unreachable; \`exec\` returns the command's own.`;

/** Runs the command line `argv` (without program names) and returns the exit code. Never throws. */
export async function runCli(argv: readonly string[], world: World): Promise<number> {
  let exitCode = 0;
  const program = programOf(world, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(withHelpAsFlag(argv), { from: 'user' });
    return exitCode;
  } catch (error) {
    return failed(error, world);
  }
}

/** A verb, or a word below it, and the names of the flags that it takes for settings. */
type Settable = { readonly command: Command; readonly flags: ReadonlySet<string> };

function programOf(world: World, setExitCode: (code: number) => void): Command {
  const program = new Command('sentinel')
    .description(about)
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [verb]', 'print help of a verb')
    .addHelpText('after', exits)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: world.stdout,
      writeErr: world.stderr,
      // What is wrong is said once, by `failed`.
      outputError: () => {},
    });
  addSettingFlags(program);
  for (const [name, { summary }] of Object.entries(verbs)) {
    program.command(name).description(summary).helpOption('-h, --help', 'print help');
  }
  program.hook('preSubcommand', async (_, command) => {
    let settable: readonly Settable[] = [];
    const run: Run = async (work) => {
      // Not before: help and usage errors need neither settings nor a client.
      const { makeContext } = await import('./make-context.ts');
      setExitCode(await work(await makeContext(world, flagsOf(program, settable))));
    };
    const verb = await verbs[command.name()]?.load();
    verb?.declare(command, run);
    settable = [command, ...command.commands].map((each) => ({
      command: each,
      flags: addSettingFlags(each),
    }));
  });
  return program;
}

// commander's own `help VERB` does not wait for the verb's file.
function withHelpAsFlag(argv: readonly string[]): string[] {
  const [first, verb] = argv;
  const isOfVerb = first === 'help' && verb !== undefined && Object.hasOwn(verbs, verb);
  return isOfVerb ? [verb, '--help'] : [...argv];
}

/** Adds the flags of settings that the command has none of its own for; the names under which they are parsed. */
function addSettingFlags(command: Command): ReadonlySet<string> {
  const flags = [
    new Option('--tvm-url, --remote-server <url>', 'URL of the server'),
    new Option('--base-profile <name>', 'AWS profile that signs'),
    new Option('--region <region>', 'AWS Region of the server, where its host does not tell'),
    new Option('--output <format>', '`text`, `json` or `csv`'),
  ];
  const missing = flags.filter((flag) => !command.options.some(({ long }) => long === flag.long));
  for (const flag of missing) command.addOption(flag);
  return new Set(missing.map((flag) => flag.attributeName()));
}

// What stands after the verb beats what stands before it; a verb's own flag of the same name (the `--region` of
// `exec` is the child's) is no setting.
function flagsOf(program: Command, settable: readonly Settable[]): SettingSource {
  const own = settable.flatMap(({ command, flags }) =>
    Object.entries(command.opts()).filter(([name]) => flags.has(name)),
  );
  const given: Readonly<Record<string, unknown>> = {
    ...program.opts(),
    ...Object.fromEntries(own),
  };
  const named = {
    tvm_url: given['remoteServer'],
    base_profile: given['baseProfile'],
    region: given['region'],
    output: given['output'],
  };
  const values = Object.entries(named).filter(([, value]) => value !== undefined);
  return { name: 'command line', values: Object.fromEntries(values) };
}

function failed(error: unknown, world: World): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    // Help that nobody asked for by name has been printed already.
    return error.code === 'commander.help' ? 2 : failed(usageError(error), world);
  }
  if (error instanceof CliError) {
    const help = error.help === undefined ? '' : `help: ${visible(error.help)}\n`;
    world.stderr(`sentinel: ${visible(error.message)}\n${help}`);
    return exitCodeOf(error.code);
  }
  const name = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown failure';
  world.stderr(`sentinel: this should not have happened: ${visible(name)}\n`);
  return 1;
}
