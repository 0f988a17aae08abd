import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { Run } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { devDecision } from './dev-decision.ts';
import { awsConfig, greeting } from './dev-greeting.ts';

const examples = `
Examples:
  $ sentinel dev                 the whole product on this machine, no AWS account
  $ sentinel dev --data ./state  keep sessions from one run to the next`;

type DevOptions = { readonly port: number; readonly data?: string };

/** `sentinel dev`. */
export function declare(command: Command, run: Run): void {
  command
    .option('--port <port>', 'port of the API on 127.0.0.1; 0: any free one', readPort, 4577)
    .option('--data <dir>', 'directory that keeps the table')
    .addHelpText('after', examples)
    .action((options: DevOptions) => run((context) => serve(options, context)));
}

/** Runs until it is interrupted, then leaves nothing behind. */
async function serve({ port, data }: DevOptions, context: CommandContext): Promise<number> {
  const { startDevstack } = await import('@sentinel/devstack/stack/start-devstack');
  const interrupted = Promise.withResolvers<void>();
  const interrupt = () => interrupted.resolve();
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-dev-'));
  try {
    const stack = await startDevstack({
      port,
      ...(data === undefined ? {} : { dataPath: data }),
      onLine: (line) => {
        const text = devDecision(line, context.isTerminal && !context.env['NO_COLOR']);
        if (text !== undefined) context.stdout(`${text}\n`);
      },
    });
    const configFile = join(folder, 'config');
    await writeFile(configFile, awsConfig(stack), { mode: 0o600 });
    context.stdout(greeting(stack, configFile));
    await interrupted.promise;
    await stack.close();
    return 0;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    await rm(folder, { recursive: true, force: true });
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('expected a port from 0 to 65535');
}
