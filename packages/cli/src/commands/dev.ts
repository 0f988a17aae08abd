import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stack } from '@sentinel/devstack/stack/start-devstack';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Run } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { mayStyle } from '../output/style.ts';
import { devDecision } from './dev-decision.ts';
import { devFailure } from './dev-failure.ts';
import { awsConfig, greeting } from './dev-greeting.ts';
import { devNotification } from './dev-notification.ts';

const examples = `
Examples:
  $ sentinel dev                 the whole product on this machine, no AWS account
  $ sentinel dev --data ./state  keep sessions from one run to the next
  $ sentinel dev --aws-endpoint-url http://127.0.0.1:5000   on \`moto_server -p 5000\``;

/** What `dev` is asked to do. */
export type DevOptions = {
  readonly port: number;
  /** Directory of the table. */
  readonly data?: string;
  /** Of an emulator of AWS in place of our stand-ins. */
  readonly awsEndpointUrl?: string;
};

/** `sentinel dev`. */
export function declare(command: Command, run: Run): void {
  command
    .option('--port <port>', 'port of the API on 127.0.0.1; 0: any free one', readPort, 4577)
    .option('--data <dir>', 'directory that keeps the table')
    .addOption(
      new Option(
        '--aws-endpoint-url <url>',
        'another emulator of AWS, for STS, SSM and DynamoDB; it keeps what is put there',
      )
        .argParser(readUrl)
        .conflicts('data'),
    )
    .addHelpText('after', examples)
    .action((options: DevOptions) => run((context) => serve(options, context)));
}

/** Runs until it is interrupted, then leaves nothing behind. */
async function serve(options: DevOptions, context: CommandContext): Promise<number> {
  const interrupted = Promise.withResolvers<undefined>();
  const interrupt = () => interrupted.resolve(undefined);
  for (const signal of signals) process.on(signal, interrupt);
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-dev-'));
  try {
    const starting = start(options, context);
    const stack = await Promise.race([starting, interrupted.promise]);
    if (stack === undefined) {
      starting.then((late) => late.close()).catch(() => undefined);
      return 0;
    }
    const configFile = join(folder, 'config');
    await writeFile(configFile, awsConfig(stack), { mode: 0o600 });
    context.stdout(greeting(stack, configFile, { ...options, ...runBy(process.argv) }));
    await interrupted.promise;
    await stack.close();
    return 0;
  } catch (error) {
    throw devFailure(error, options.port);
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Run out of a checkout, the command has no name on the path. */
function runBy([program, script]: readonly string[]): { readonly runBy?: readonly string[] } {
  if (program === undefined || !script?.match(/main\.[jt]s$/)) return {};
  return { runBy: [program, script] };
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

async function start(
  { port, data, awsEndpointUrl }: DevOptions,
  context: CommandContext,
): Promise<Stack> {
  if (awsEndpointUrl !== undefined) {
    context.stderr(`sentinel: waiting for the AWS emulator at ${awsEndpointUrl}\n`);
  }
  const stacks = await import('@sentinel/devstack/stack/start-devstack');
  const isColoured = mayStyle(context);
  const options = {
    port,
    onLine: (line: string) => {
      const text = devDecision(line, isColoured);
      if (text !== undefined) context.stdout(`${text}\n`);
    },
  };
  if (awsEndpointUrl === undefined) {
    return stacks.startDevstack({
      ...options,
      onMessage: (message) => {
        const text = devNotification(message);
        if (text !== undefined) context.stdout(`${text}\n`);
      },
      ...(data === undefined ? {} : { dataPath: data }),
    });
  }
  return stacks.startOnEmulator({ ...options, awsEndpointUrl });
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('expected a port from 0 to 65535');
}

function readUrl(text: string): string {
  const url = URL.parse(text);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.href.replace(/\/+$/, '');
  throw new InvalidArgumentError('expected an http or https URL');
}
