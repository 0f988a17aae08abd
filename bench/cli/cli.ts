import { budgets } from '../budgets.ts';
import { interleave, type Sampler } from '../measure/interleave.ts';
import { type Environment, runProcess } from '../measure/run-process.ts';
import { type Spread, spreadOf } from '../measure/spread.ts';
import { number, type Result, spreadTable, type Verdict } from '../measure/table.ts';
import { findAwsCli } from './aws-cli.ts';
import { withCli } from './build.ts';
import { withHome } from './home.ts';
import { type Dev, withDev } from './with-dev.ts';

const runs = 30;

/** How long commands take from start to end: ours, Node alone, and the AWS CLI. */
export async function measureCli(): Promise<Result> {
  return withCli((main) =>
    withHome('', (home) =>
      withDev(main, home, async (dev) => {
        return withHome(configOf(dev, main), async (env) =>
          resultOf(await measureAll(commandsOf(main), { ...env, ...callerOf(dev) })),
        );
      }),
    ),
  );
}

type Command = readonly string[];

const version = '`sentinel --version`';
const credentials = '`sentinel credentials`';

function commandsOf(main: string): Readonly<Record<string, Command>> {
  const aws = findAwsCli();
  const ask = aws?.credentials ?? [];
  const name = `\`aws configure ${ask.join(' ')}\``;
  return {
    'Node alone (`node -e 0`)': [process.execPath, '-e', '0'],
    [version]: [process.execPath, main, '--version'],
    [credentials]: [process.execPath, main, 'credentials', 'dev'],
    ...(aws !== undefined && {
      '`aws --version`': [aws.file, '--version'],
      [`${name}, keys in a file`]: [aws.file, 'configure', ...ask, '--profile', 'alice'],
      [`${name}, by \`sentinel credentials\``]: [
        aws.file,
        'configure',
        ...ask,
        '--profile',
        'by-sentinel',
      ],
    }),
  };
}

async function measureAll(commands: Readonly<Record<string, Command>>, env: Environment) {
  const samplers = Object.fromEntries(
    Object.entries(commands).map(([name, command]): [string, Sampler] => [
      name,
      async () => (await runProcess(command, { env })).ms,
    ]),
  );
  const samples = await interleave(samplers, { runs, warmUps: 2 });
  return Object.fromEntries(
    Object.entries(samples).map(([name, all]) => [name, spreadOf(all)] as const),
  );
}

function callerOf({ tvmUrl }: Dev): Environment {
  return { SENTINEL_TVM_URL: tvmUrl, SENTINEL_BASE_PROFILE: 'alice' };
}

function configOf({ awsConfig }: Dev, main: string): string {
  // Another caller, so that the two together stay within the calls that one may make in a minute.
  const line = `"${process.execPath}" "${main}" --base-profile bob credentials dev`;
  return `${awsConfig}\n[profile by-sentinel]\nregion = eu-west-1\ncredential_process = ${line}\n`;
}

function resultOf(spreads: Readonly<Record<string, Spread>>): Result {
  return {
    tables: [
      spreadTable('From start to end', spreads, {
        unit: 'ms',
        notes: [
          '`sentinel` as it is built for release, against `sentinel dev` in a process of its own, whose stand-ins run on the same processors; each command in a fresh process, in turn. The AWS CLI is started as itself, not by a shim of a version manager.',
        ],
      }),
    ],
    verdicts: [
      verdict(version, spreads[version], budgets.versionMs),
      verdict(credentials, spreads[credentials], budgets.credentialsMs),
    ],
  };
}

function verdict(name: string, spread: Spread | undefined, limitMs: number): Verdict {
  const medianMs = spread?.median ?? Number.NaN;
  return {
    budget: `${name}: below ${limitMs} ms`,
    measured: `${number(medianMs)} ms`,
    holds: medianMs < limitMs,
  };
}
