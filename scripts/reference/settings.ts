import { type Setting, settings } from '@sentinel/tvm/settings';
import { code, page, table } from './markdown.ts';

const about = `The server reads these variables of its environment, once, when it starts. A missing or wrong one, and any other name
that begins with \`SENTINEL_\`, in whatever case, stops it with \`CONFIG_ERROR\`; the message names every one of them
and tells no values.`;

const rest = `The partition (\`aws\`, \`aws-cn\`, ...) follows from the Region. The credentials of the execution role come from
\`AWS_ACCESS_KEY_ID\`, \`AWS_SECRET_ACCESS_KEY\` and \`AWS_SESSION_TOKEN\`, which Lambda sets, and from nowhere else.

Below the parameter prefix lie \`directory\`, \`baseline\`, \`groups/<name>\` and \`policies/<profile>\`: see
[policy.md](policy.md). The settings of the command are in [cli.md](cli.md).`;

/** `settings.md`: the server's environment. */
export function settingsPage(): string {
  const all: readonly (readonly [string, Setting])[] = Object.entries(settings);
  return page('Settings of the server', [
    about,
    table(
      ['Variable', 'If left out', 'Takes', 'What it is'],
      all.map(([name, setting]) => [
        code(name),
        fallbackText(setting),
        setting.expected,
        setting.description,
      ]),
    ),
    rest,
  ]);
}

function fallbackText({ fallback }: Setting): string {
  if (fallback === undefined) return '_must be given_';
  return fallback === '' ? 'empty' : code(fallback);
}
