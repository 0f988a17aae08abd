import { authorizerSettings } from '@sentinel/tvm/authorizer/settings';
import { notifierSettings } from '@sentinel/tvm/notifier/settings';
import { revokerSettings } from '@sentinel/tvm/revoker/settings';
import { type Setting, settings } from '@sentinel/tvm/settings';
import { code, page, table } from './markdown.ts';

const about = `The server reads these variables of its environment, once, when it starts. A missing or wrong one, and any other name
that begins with \`SENTINEL_\`, in whatever case, stops it with \`CONFIG_ERROR\`; the message names every one of them
and tells no values.`;

const rest = `The partition (\`aws\`, \`aws-cn\`, ...) follows from the Region. The credentials of the execution role come from
\`AWS_ACCESS_KEY_ID\`, \`AWS_SECRET_ACCESS_KEY\` and \`AWS_SESSION_TOKEN\`, which Lambda sets, and from nowhere else.

Below the parameter prefix lie \`directory\`, \`baseline\`, \`groups/<name>\` and \`policies/<profile>\`: see
[policy.md](policy.md). The settings of the command are in [cli.md](cli.md).`;

const others = [
  ['The authorizer', authorizerSettings],
  ['The notifier', notifierSettings],
  ['The revoker', revokerSettings],
] as const;

/** `settings.md`: the server's environment, and that of each function beside it. */
export function settingsPage(): string {
  return page('Settings of the server', [
    about,
    settingsTable(settings),
    rest,
    ...others.flatMap(([name, own]) => [`## ${name}`, settingsTable(own)]),
  ]);
}

function settingsTable(own: Readonly<Record<string, Setting>>): string {
  return table(
    ['Variable', 'If left out', 'Takes', 'What it is'],
    Object.entries(own).map(([name, setting]) => [
      code(name),
      fallbackText(setting),
      setting.expected,
      setting.description,
    ]),
  );
}

function fallbackText({ fallback }: Setting): string {
  if (fallback === undefined) return '_must be given_';
  return fallback === '' ? 'empty' : code(fallback);
}
