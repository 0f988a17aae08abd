import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Conversation } from './conversation.ts';
import { type Desk, processProfile } from './desk.ts';

/** How a client comes to credentials. */
export type Way = 'exec' | 'credential_process';

/** A client as people use it, by one of its ways to credentials. */
export type RealClient = {
  readonly name: string;
  readonly way: Way;
  /** Answers each line of its input with who it is on AWS, or with `ERROR` and why not. */
  readonly command: readonly string[];
  /** Why it cannot run here; `undefined`: it can. */
  readonly missing: string | undefined;
};

const program = (name: string) => fileURLToPath(new URL(`programs/${name}`, import.meta.url));
const javascript = (provider: string) => [process.execPath, program('who-am-i.ts'), provider];

const awsCli = {
  name: 'the AWS CLI',
  command: ['sh', program('who-am-i.sh')],
  missing: lacking('aws', ['--version']),
};
const boto3 = {
  name: 'boto3',
  command: ['python3', program('who_am_i.py')],
  missing: lacking('python3', ['-c', 'import boto3']),
};
const defaultChain = {
  name: "the JavaScript SDK's default chain",
  command: javascript('default'),
  missing: undefined,
};

/** Clients below `sentinel exec`. */
export const execClients: readonly RealClient[] = [
  awsCli,
  boto3,
  defaultChain,
  { ...defaultChain, name: "the JavaScript SDK's fromHttp", command: javascript('fromHttp') },
].map((client) => ({ ...client, way: 'exec' }));

/** Clients that start `sentinel credentials` themselves. */
export const processClients: readonly RealClient[] = [
  awsCli,
  boto3,
  defaultChain,
  { ...defaultChain, name: "the JavaScript SDK's fromProcess", command: javascript('fromProcess') },
].map((client) => ({ ...client, way: 'credential_process' }));

/** Starts a client with the credentials of `profile`; it asks the stack's STS. */
export function begin(desk: Desk, client: RealClient, profile: string): Conversation {
  const { command, way } = client;
  const sts = `AWS_ENDPOINT_URL_STS=${desk.stack.sts.url}`;
  if (way === 'exec') return desk.sentinel(['exec', profile, '--', 'env', sts, ...command]);
  return desk.start(['env', sts, ...command], { AWS_PROFILE: processProfile(profile) });
}

/** Rows for `test.each`: a client that is skipped says why. */
export function titled(clients: readonly RealClient[]) {
  return clients.map((client) => {
    const { name, way, missing } = client;
    const note = missing === undefined ? '' : ` (skipped: ${missing})`;
    return { title: `${name} by ${way}${note}`, client };
  });
}

/** Why a program cannot be used here. In CI nothing is left out: what is missing fails. */
export function lacking(file: string, args: readonly string[]): string | undefined {
  if (process.env['CI'] || spawnSync(file, args).status === 0) return undefined;
  return `\`${[file, ...args].join(' ')}\` fails here`;
}
