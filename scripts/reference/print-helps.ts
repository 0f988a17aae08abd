import { runCli } from '@sentinel/cli/run-cli';
import { verbs } from '@sentinel/cli/verbs';

// Run as a process of its own, so that no terminal decides the width: prints the command's help and each verb's, by
// the verb's name, as JSON.
const helps: Record<string, string> = {};
for (const verb of ['', ...Object.keys(verbs)]) {
  let text = '';
  await runCli([...(verb === '' ? [] : [verb]), '--help'], {
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
  helps[verb] = text;
}
process.stdout.write(JSON.stringify(helps));
