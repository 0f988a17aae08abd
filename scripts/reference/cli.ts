import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { exitCodes, exitMeanings } from '@sentinel/cli/exit-codes';
import { settingKeys, settingMeanings } from '@sentinel/cli/settings';
import { verbs } from '@sentinel/cli/verbs';
import { root } from '../run.ts';
import { code, page, table } from './markdown.ts';

const settingsAbout = `Later ones win: \`/etc/sentinel/config.yaml\`, then \`$XDG_CONFIG_HOME/sentinel/config.yaml\`
(\`~/.config\` where that is not set; on Windows only \`%APPDATA%\\sentinel\\config.yaml\`), the environment, flags.
An unknown setting or a wrong value is an error that names its place. Nothing is read from the current folder.`;

const signing = `The credentials that sign come from the base profile, else from the AWS SDK's standard chain. Inside
\`sentinel exec\` only a base profile counts, because what the environment holds there was vended. On \`execute-api\` and
\`lambda-url\` hosts of AWS the host tells service and Region. https only, except to loopback; redirects are not followed.
\`HTTPS_PROXY\`, \`NO_PROXY\`, \`AWS_CA_BUNDLE\` and \`NODE_EXTRA_CA_CERTS\` are honoured.`;

const exitAbout = `\`exec\` returns its command's own code, 128+n where a signal ended it, 126 or 127 where it could not be run. Before the
command starts, and for all other verbs:`;

const notBuilt = '- Verbs for policy documents, audit, AWS config files, sign-in and set-up.';

/** `cli.md`: the verbs as their own help tells them, settings, exit codes. */
export async function cliPage(): Promise<string> {
  const helps = await printedHelps();
  return page('The `sentinel` command', [
    'Installed as `sentinel` and `aws-sentinel`. Data goes to stdout, words to stderr.',
    fenced(helps.get('')),
    ...Object.keys(verbs).flatMap((verb) => [
      `## sentinel ${verb}`,
      fenced(helps.get(verb)),
      ...[...helps.keys()]
        .filter((words) => words.startsWith(`${verb} `))
        .flatMap((words) => [`### sentinel ${words}`, fenced(helps.get(words))]),
    ]),
    '## Settings',
    settingsAbout,
    table(
      ['In files', 'In the environment', 'Flag', 'What it is'],
      settingKeys.map((key) => [
        code(key),
        code(`SENTINEL_${key.toUpperCase()}`),
        flagText(settingMeanings[key].flag),
        settingMeanings[key].meaning,
      ]),
    ),
    signing,
    '## Exit codes',
    exitAbout,
    table(['Exit', 'Meaning', 'Codes'], exitRows()),
    '## Not built yet',
    notBuilt,
  ]);
}

/** As the program prints them, by verb. */
async function printedHelps(): Promise<ReadonlyMap<string, string>> {
  const program = join(root, 'scripts', 'reference', 'print-helps.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [program]);
  const helps: Readonly<Record<string, string>> = JSON.parse(stdout);
  return new Map(Object.entries(helps));
}

function exitRows(): readonly (readonly string[])[] {
  return Object.entries(exitMeanings).map(([exit, meaning]) => {
    const names = Object.entries(exitCodes).flatMap(([name, own]) =>
      `${own}` === exit ? [code(name)] : [],
    );
    return [exit, meaning, names.join(', ')];
  });
}

function flagText(flag: string | undefined): string {
  return flag === undefined ? '' : flag.split(', ').map(code).join(', ');
}

function fenced(text = ''): string {
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
}
