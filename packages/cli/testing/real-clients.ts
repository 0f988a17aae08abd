import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { systemTimers } from '../src/agent/timers.ts';
import type { HostileParent } from './hostile-environments.ts';
import { runExecOn, temporaryDirectory } from './run-exec.ts';
import { scriptedTvm } from './scripted-tvm.ts';
import { yes } from './vended.ts';

/** A program that writes the access key id that an SDK comes to into the file named last. */
export type RealClient = {
  readonly name: string;
  readonly command: readonly string[];
  /** Why it cannot run here; `undefined`: it can. */
  readonly missing: string | undefined;
};

const sdk = import.meta.resolve('@aws-sdk/credential-provider-node');

const javascript = `
  import { writeFileSync } from 'node:fs';
  const { defaultProvider } = await import(${JSON.stringify(sdk)});
  const { accessKeyId } = await defaultProvider()();
  writeFileSync(process.argv.at(-1), accessKeyId);`;

const python = `
import sys, boto3
credentials = boto3.Session().get_credentials()
open(sys.argv[-1], 'w').write(credentials.get_frozen_credentials().access_key)`;

const awsCli = 'aws configure list > "$0"';

/** Clients as people use them; where one is not installed it says so, and never in CI. */
export const realClients: readonly RealClient[] = [
  {
    name: "the JavaScript SDK's default chain",
    command: [process.execPath, '--input-type=module', '-e', javascript],
    missing: undefined,
  },
  {
    name: 'boto3',
    command: ['python3', '-c', python],
    missing: lacking('python3', ['-c', 'import boto3']),
  },
];

/** The AWS CLI, which shows the end of the key and where it comes from. It starts slowly. */
export const awsCliClient: RealClient = {
  name: 'the AWS CLI',
  command: ['sh', '-c', awsCli],
  missing: lacking('aws', ['--version']),
};

/** Runs a client below `exec` in a hostile parent; what it wrote, and what was told. */
export async function runBelowExec(client: RealClient, parent: HostileParent) {
  const it = await runExecOn('', {
    tvm: scriptedTvm((_, serial) => yes({ nowMs: Date.now(), serial })),
    timers: systemTimers(Date.now),
    options: { command: client.command },
    appendOutput: true,
    context: { env: settle(parent) },
  });
  return { exitCode: it.exitCode, accessKey: it.wrote() };
}

/** Runs it without `exec`: shows that the parent is as hostile as it says. */
export function runWithoutExec({ command }: RealClient, parent: HostileParent): string {
  const [file = '', ...args] = command;
  const output = join(temporaryDirectory(), 'output');
  spawnSync(file, [...args, output], { env: settle(parent) });
  return readFileSync(output, 'utf8');
}

/** Lays the parent's files into a home of its own; its environment. */
function settle({ env, files = {} }: HostileParent): Record<string, string> {
  const home = temporaryDirectory();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  }
  const placed = Object.entries(env).map(([name, value]) => [name, value.replace('HOME', home)]);
  return { PATH: process.env['PATH'] ?? '', HOME: home, ...Object.fromEntries(placed) };
}

function lacking(file: string, args: readonly string[]): string | undefined {
  if (process.env['CI'] || spawnSync(file, args).status === 0) return undefined;
  return `\`${[file, ...args].join(' ')}\` fails here`;
}
