import { runCli } from '@sentinel/cli/run-cli';
import { verbs } from '@sentinel/cli/verbs';

// Run as a process of its own, so that no terminal decides the width: prints the command's help and each verb's, by
// the verb's name, as JSON; where a verb has words below it, theirs follow by both names.
const helps: Record<string, string> = {};
await printHelp([]);
for (const verb of Object.keys(verbs)) await printHelp([verb]);
process.stdout.write(JSON.stringify(helps));

async function printHelp(words: readonly string[]): Promise<void> {
  let text = '';
  await runCli([...words, '--help'], {
    env: {},
    processEnv: {},
    settingsPaths: [],
    stdout: (part) => {
      text += part;
    },
    stderr: () => {},
    isTerminal: false,
    nowMs: () => 0,
    sleep: async () => {},
  });
  helps[words.join(' ')] = text;
  if (words.length === 1) for (const word of wordsBelow(text)) await printHelp([...words, word]);
}

/** As its help lists them. */
function wordsBelow(help: string): readonly string[] {
  const [, list = ''] = help.split('\nCommands:\n');
  return list
    .split(/\n\S|\n\n/, 1)
    .flatMap((lines) =>
      [...lines.matchAll(/^ {2}([a-z]+)/gm)].flatMap(([, word]) =>
        word === undefined || word === 'help' ? [] : [word],
      ),
    );
}
