import { createServer } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { memoryClock } from '@sentinel/core/memory/clock';
import { aProof } from '@sentinel/core/testing/a-proof';
import { aSession, noon, subject } from '@sentinel/core/testing/contracts/a-session';
import { encodeProof } from '@sentinel/core/token/proof';
import { dynamoSessions } from '@sentinel/tvm/adapters/dynamo-sessions';
import { dynamoSubjects } from '@sentinel/tvm/adapters/dynamo-subjects';
import { dynamoTable } from '@sentinel/tvm/adapters/dynamo-table';
import { createAuthorizer } from '@sentinel/tvm/lambda/create-authorizer';
import { listen } from '@sentinel/tvm/testing/local-server';
import { failingListener } from './direct-faults.ts';
import {
  type FunctionGround,
  type FunctionPlan,
  type FunctionScene,
  tableOf,
} from './function-scene.ts';
import { credentials } from './local-tables.ts';

const retentionMs = 400 * 86_400_000;
const proof = aProof();
const session = aSession({
  sourceIdentity: 'sentinel.direct.00000000000000a1.alice',
  expiresAtMs: noon + 3_600_000,
});
const signedBy = {
  contentType: 'text/xml',
  body:
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
    '<Arn>arn:aws:sts::111122223333:assumed-role/SentinelProtected-Production/alice</Arn>' +
    '<UserId>AROAEXAMPLEEXAMPLE000:alice</UserId><Account>111122223333</Account></GetCallerIdentityResult>' +
    '<ResponseMetadata><RequestId>a1</RequestId></ResponseMetadata></GetCallerIdentityResponse>',
};

const event = {
  version: '2.0',
  type: 'REQUEST',
  headers: { authorization: `Bearer ${encodeProof(proof)}` },
  requestContext: {
    apiId: 'orders0001',
    domainName: 'orders.example.com',
    requestId: 'Abc=',
    http: { sourceIp: '192.0.2.1', userAgent: 'curl' },
  },
};

/** By what a session is over; each alone, but for a revocation, which leaves all its marks. */
type Over = 'session' | 'subject' | 'profile' | 'revocation';

export const authorizerScenes: readonly FunctionScene[] = [
  { name: 'the authorizer, with a token that holds', over: undefined },
  { name: 'the authorizer, where the session was revoked by its owner', over: 'session' as const },
  { name: 'the authorizer, where the user is blocked', over: 'subject' as const },
  { name: 'the authorizer, where the profile is blocked', over: 'profile' as const },
  { name: 'the authorizer, where a user was revoked', over: 'revocation' as const },
].map(({ name, over }) => ({
  name,
  entry: 'authorizer' as const,
  direct: over === undefined ? (['GetCallerIdentity'] as const) : [],
  run: (plan: FunctionPlan, ground: FunctionGround) => run(over, plan, ground),
}));

async function run(over: Over | undefined, plan: FunctionPlan, ground: FunctionGround) {
  const made = await tableOf([], ground);
  const identities = failingListener(signedBy);
  const sts = createServer(identities.listener);
  const endpoint = await listen(sts);
  identities.plan(plan.direct);
  const client = new DynamoDBClient({
    endpoint: ground.tables.url,
    region: 'eu-west-1',
    credentials,
  });
  for (const table of [made.pasts.stale, made.table]) {
    const at = dynamoTable(client, table);
    const sessions = dynamoSessions(at, retentionMs);
    await sessions.open(session);
    await sessions.putKey({
      accessKeyId: proof.accessKeyId,
      session,
      requestId: '00000000000000e1',
      expiresAtMs: session.expiresAtMs,
      line: { writer: '00000000000000f1', seq: 0, hash: 'ab'.repeat(32) },
    });
    if (over === undefined || table !== made.table) continue;
    const untilMs = noon + 86_400_000;
    const subjects = dynamoSubjects(at, retentionMs);
    if (over === 'subject' || over === 'revocation') {
      await subjects.block(subject('alice@example.com'), 'r1', { profile: '*', untilMs });
    }
    if (over === 'profile') await subjects.blockProfile(session.profile, 'r1', untilMs);
    if (over === 'session' || over === 'revocation') await sessions.revoke(session, noon + 1000);
  }
  const wire = ground.place.instance(plan.wire, made.table, made.pasts);
  const lines: string[] = [];
  const authorize = createAuthorizer({
    env: {
      AWS_REGION: 'eu-west-1',
      SENTINEL_TABLE: made.table,
      SENTINEL_AUDIENCE: 'orders.example.com',
    },
    clients: {
      dynamodb: wire.at(ground.tables.url),
      sts: { endpoint, patienceMs: 1000 },
      clock: memoryClock(noon + 60_000),
    },
    write: (line) => lines.push(line),
  });

  const { isAuthorized, ...more } = await authorize(event, 'r1');
  const calls = [...wire.calls];
  const outcomes = lines.map((line) => JSON.parse(line).outcome);
  await wire.mend();
  identities.plan(undefined);
  const again = await authorize(event, 'r2');

  const wrong: string[] = [];
  const way = plan.wire?.way ?? plan.direct;
  // Other than silence, only what says nothing false may end well.
  const isRevoked = over !== undefined;
  // Where there is one mark alone, all rests on AWS's word that a consistent read is consistent.
  const isTrusted = over !== 'revocation' && /^stale/.test(way ?? '');
  if (isAuthorized && isRevoked && !isTrusted)
    wrong.push('a session that was revoked was let through');
  if (isAuthorized && JSON.stringify(more) !== expected) wrong.push('let through as another');
  if (isAuthorized && plan.direct !== undefined && plan.direct !== 'slow') {
    wrong.push('let through by nobody’s word');
  }
  if (!isAuthorized && way === undefined && !isRevoked) wrong.push('not let through');
  if (outcomes.join() !== (isAuthorized ? 'allow' : /deny|error/.exec(outcomes.join())?.[0])) {
    wrong.push(`told as ${outcomes.join()}`);
  }
  if (again.isAuthorized === isRevoked) wrong.push('once more, it is judged otherwise');
  if (/canary|FwoGZ/.test(lines.join())) wrong.push('a line holds what is foreign or secret');
  client.destroy();
  sts.closeAllConnections();
  sts.close();
  await made.leave();
  const outcome = isAuthorized ? 'OK' : outcomes.join();
  return { calls, outcome, wrong, slowestMs: wire.slowestMs() };
}

const expected = JSON.stringify({
  context: {
    subject: 'alice@example.com',
    person: 'alice',
    profile: 'production',
    session_id: session.id,
    source_identity: session.sourceIdentity,
    expires_at: '2026-01-25T15:30:00.000Z',
  },
});
