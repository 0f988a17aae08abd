import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { signedFetch } from '@sentinel/devstack/testing/signers';
import { type AwsApi, type ClientSettings, type Keys, region } from './aws-api.ts';

/** A moto server of our own: an imitation of AWS by others. https://docs.getmoto.org/en/latest/docs/server_mode.html */
export type Moto = AwsApi & {
  /** From now on it verifies signatures and identity policies, as it does not by itself. */
  checkCallers(): Promise<void>;
  ignoreCallers(): Promise<void>;
  /** Makes a user with one inline policy; its key. */
  addUser(name: string, policy: object): Promise<Keys>;
};

const credentials: Keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
const patienceMs = 60_000;

/** Whether `moto_server` can be started. In CI that it cannot is an error, so that nothing is left out there. */
export function hasMoto(): boolean {
  const isThere = spawnSync('moto_server', ['--help'], { stdio: 'ignore' }).status === 0;
  if (!isThere && process.env['CI']) throw new Error('CI must have moto[server] installed');
  return isThere;
}

/** Starts a server on a free port of loopback; throws if it is not ready within a minute. */
export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const child = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  const settings: ClientSettings = { endpoint: url, region, credentials, maxAttempts: 1 };
  const post = async (path: string, body: string) => {
    const answer = await fetch(`${url}/moto-api/${path}`, { method: 'POST', body });
    if (!answer.ok) throw new Error(`moto answered ${answer.status} to ${path}`);
  };
  const close = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill();
    await once(child, 'exit');
  };

  try {
    await untilReady(url, () => child.exitCode === null);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    sts: settings,
    emptyParameters: async () => {
      await post('reset', '');
      return settings;
    },
    emptyTable: async (table) => {
      const client = new DynamoDBClient(settings);
      await client.send(new CreateTableCommand(table));
      client.destroy();
      return settings;
    },
    checkCallers: () => post('reset-auth', '0'),
    ignoreCallers: () => post('reset-auth', 'inf'),
    addUser: (name, policy) => addUser(url, name, policy),
    close,
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('it has no port');
  return address.port;
}

async function untilReady(url: string, isAlive: () => boolean): Promise<void> {
  const untilMs = Date.now() + patienceMs;
  while (Date.now() < untilMs && isAlive()) {
    const answer = await fetch(`${url}/moto-api/`).catch(() => undefined);
    if (answer?.ok) return;
    await setTimeout(100);
  }
  throw new Error('moto_server did not start');
}

async function addUser(url: string, name: string, policy: object): Promise<Keys> {
  await callIam(url, { Action: 'CreateUser', UserName: name });
  const document = JSON.stringify(policy);
  await callIam(url, {
    Action: 'PutUserPolicy',
    UserName: name,
    PolicyName: 'own',
    PolicyDocument: document,
  });
  const made = await callIam(url, { Action: 'CreateAccessKey', UserName: name });
  const element = (tag: string) => new RegExp(`<${tag}>([^<]+)<`).exec(made)?.[1] ?? '';
  return { accessKeyId: element('AccessKeyId'), secretAccessKey: element('SecretAccessKey') };
}

async function callIam(url: string, form: Readonly<Record<string, string>>): Promise<string> {
  const answer = await signedFetch(`${url}/`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...form, Version: '2010-05-08' }).toString(),
    credentials,
    region: 'us-east-1',
    service: 'iam',
    now: new Date(),
  });
  if (answer.status !== 200) throw new Error(`moto's IAM answered ${answer.body}`);
  return answer.body;
}
