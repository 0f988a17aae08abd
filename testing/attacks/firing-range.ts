import { DynamoDBClient, ScanCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DecisionRecord } from '@sentinel/core/audit/record';
import type { Call } from '@sentinel/devstack/http/call';
import { place, revocationAccount } from '@sentinel/devstack/stack/place';
import {
  type Devstack,
  type DevstackOptions,
  startDevstack,
} from '@sentinel/devstack/stack/start-devstack';
import { protectedRoleTrust } from '@sentinel/tvm/infrastructure/trust';
import { type Answer, fire, type Keys, type Shot } from './hostile-client.ts';

/** A dev stack to be attacked, with the eyes of its owner, which no attacker has. */
export type Range = {
  readonly stack: Devstack;
  /** Keys of one of the dev stack's users, or of a person who signs in now. */
  keysOf(name: string): Keys;
  /** Keys of whoever signs in by the trusted Identity Center role under this name. */
  person(sessionName: string): Keys;
  /** Keys of a new IAM user. */
  user(name: string, policies?: readonly object[], accountId?: string): Keys;
  /** Fires at the API. */
  fire(keys: Keys | undefined, shot: Shot): Promise<Answer>;
  /** Posts JSON to the API, as a client that knows its documentation. */
  post(keys: Keys, target: string, body: object, signed?: Shot['signed']): Promise<Answer>;
  decisions(): readonly DecisionRecord[];
  lines(): readonly string[];
  /** Writes to the table since that call to it which a reader has counted, but for counters of calls and notes. */
  writesSince(count: number): readonly Call[];
  /** Everything in the table that an attack must not move: no counters of calls, no notes of the trail. */
  holdings(): Promise<readonly Item[]>;
  /** Resolves when what was revoked is denied: by the stream, or where that gave up by the schedule. */
  denied(): Promise<void>;
  /** How many sessions of roles STS has opened for the TVM. */
  issued(): number;
  /** Keys that may do anything to table and parameters, as an insider's. */
  readonly insider: Keys;
  close(): Promise<void>;
};

export type Item = Readonly<Record<string, unknown>>;

export type RangeOptions = Omit<DevstackOptions, 'onLine'> & {
  /** By name of the parameter; put before anything is read. */
  readonly documents?: Readonly<Record<string, string>>;
  /** Changes the directory before anything is read. */
  readonly directory?: (text: string) => string;
  /** Protected roles beside those of the dev stack, with the profiles that each is pinned to. */
  readonly roles?: Readonly<Record<string, readonly string[]>>;
};

/** Starts it. Nobody is held up by a rate unless the directory says so. */
export async function openRange(options: RangeOptions = {}): Promise<Range> {
  const { documents = {}, roles = {}, directory = (text) => text, ...rest } = options;
  const lines: string[] = [];
  const stack = await startDevstack({ ...rest, onLine: (line) => lines.push(line) });
  const first = stack.ssm.get('/sentinel/directory')?.value ?? '';
  stack.ssm.put('/sentinel/directory', `${directory(first)}rate: { per_minute: 6000 }\n`);
  for (const [name, value] of Object.entries(documents)) stack.ssm.put(name, value);
  for (const [name, profiles] of Object.entries(roles)) addProtectedRole(stack, name, profiles);
  const known = new Map(stack.users.map((one) => [one.name, keysFrom(one)]));
  const insider = insiderOf(stack);
  const client = new DynamoDBClient({
    region: stack.region,
    endpoint: stack.dynamodb.url,
    credentials: insider,
  });
  const shoot = (keys: Keys | undefined, shot: Shot) => fire(stack.url, keys, shot);
  return {
    stack,
    insider,
    keysOf(name) {
      const keys = known.get(name) ?? signIn(stack, `${name}@example.com`);
      known.set(name, keys);
      return keys;
    },
    person: (sessionName) => signIn(stack, sessionName),
    user: (name, policies = [mayCall], accountId = place.hubAccount) => {
      const { arn } = stack.iam.addUser({ accountId, name, policies });
      return stack.iam.addAccessKey(arn);
    },
    fire: shoot,
    post: (keys, target, body, signed) =>
      shoot(keys, {
        method: 'POST',
        target,
        body: JSON.stringify(body),
        ...(signed === undefined ? {} : { signed }),
      }),
    decisions: () => lines.map((line) => JSON.parse(line)).filter((line) => 'seq' in line),
    lines: () => [...lines],
    writesSince: (count) =>
      stack.dynamodb.calls.filter(
        (call) => call.nth > count && isLastingWrite(call) && !isFed(stack, call),
      ),
    holdings: async () => (await scan(client)).flatMap(lasting),
    async denied() {
      const { mapping, tick } = stack.revoker;
      const given = mapping.deadLetters().length;
      await mapping.settled();
      if (mapping.deadLetters().length > given) await tick();
    },
    issued: () => stack.sts.count('AssumeRole'),
    close: async () => {
      client.destroy();
      await stack.close();
    },
  };
}

/** By a function that the table's stream feeds, in its own time. */
function isFed({ iam }: Devstack, { accessKeyId }: Call): boolean {
  const { arn = '' } = iam.findKey(accessKeyId)?.principal ?? {};
  return [place.revokerRole, place.notifierRole].some((role) => arn.includes(`/${role}/`));
}

function isLastingWrite({ operation, input }: Call): boolean {
  if (!/^(Put|Update|Delete|Batch|Transact|Execute)/.test(operation)) return false;
  const { pk, sk } = Object(input['Key'] ?? input['Item']);
  const isNote = String(Object(pk)['S']).startsWith('writer#');
  const isCount = Object(sk)['S'] === 'state' && /rate_\d/.test(JSON.stringify(input));
  return !isNote && !isCount;
}

/** Calls the API and nothing else. */
export const mayCall = allow(['execute-api:Invoke']);

/** A document that allows these actions on everything. */
export function allow(actions: readonly string[]) {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  };
}

/** A session of the trusted Identity Center role, as AWS opens it for a person who signs in. */
function signIn({ iam }: Devstack, sessionName: string): Keys {
  const roleArn = `arn:aws:iam::${place.hubAccount}:role/aws-reserved/sso.amazonaws.com/${place.ssoRole}`;
  return sessionKeys(iam, roleArn, sessionName);
}

/** A session of a role, as a service opens it. */
export function sessionKeys(iam: Devstack['iam'], roleArn: string, sessionName: string) {
  const nowMs = Date.now();
  return keysFrom(
    iam.openSession({ roleArn, sessionName, issuedAtMs: nowMs, expiresAtMs: nowMs + 86_400_000 }),
  );
}

function addProtectedRole({ iam }: Devstack, name: string, profiles: readonly string[]): void {
  const apiRoleArn = `arn:aws:iam::${place.hubAccount}:role/${place.apiRole}`;
  iam.addRole({
    accountId: place.workloadAccount,
    name: `SentinelProtected-${name}`,
    trust: protectedRoleTrust({ apiRoleArn, profiles: [...profiles] }),
    policies: [allow(['*'])],
    managedPolicyArns: [revocationAccount.policyArn],
  });
}

function keysFrom(keys: Keys): Keys {
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
}

/** Keys of somebody who may do anything to table, parameters and keys of KMS. */
export function insiderOf({ iam }: Devstack): Keys {
  const { arn } = iam.addUser({
    accountId: place.hubAccount,
    name: 'insider',
    policies: [allow(['dynamodb:*', 'ssm:*', 'kms:*'])],
  });
  return iam.addAccessKey(arn);
}

async function scan(client: DynamoDBClient): Promise<readonly Item[]> {
  const items: Item[] = [];
  let from: ScanCommandOutput['LastEvaluatedKey'];
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: place.table,
        ConsistentRead: true,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return items.sort((a, b) => (keyText(a) < keyText(b) ? -1 : 1));
}

function keyText(item: Item): string {
  return `${item['pk']} ${item['sk']}`;
}

/** An item without what every call counts and notes. */
function lasting(item: Item): readonly Item[] {
  if (String(item['pk']).startsWith('writer#')) return [];
  if (item['sk'] !== 'state') return [item];
  const kept = Object.entries(item).filter(([name]) => !/^(rate_|ttl$|request$)/.test(name));
  return kept.length > 2 ? [Object.fromEntries(kept)] : [];
}

/** Does the work for each item, a few at a time: whoever sends all at once waits for their own queue. */
export async function fewAtATime<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const done: R[] = [];
  for (let at = 0; at < items.length; at += 6) {
    done.push(...(await Promise.all(items.slice(at, at + 6).map(work))));
  }
  return done;
}
