import { makeToken } from '@sentinel/cli/token/make-token';
import { place } from '@sentinel/devstack/stack/place';
import type { Reply } from '../end-to-end/a-stack.ts';
import type { Deployment } from './a-deployment.ts';

/** What was vended to somebody. */
export type Vended = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly sessionId: string;
};

/** The audience that the plan gives the authorizer. */
export const audience = 'services.example.com';

/** Alice's key; an error where she gets none. */
export async function vend({ call }: Pick<Deployment, 'call'>, profile = 'dev'): Promise<Vended> {
  const { status, body, json } = await patiently(() => call('alice', 'POST', '/', { profile }));
  if (status !== 200) throw new Error(`not vended: ${body}`);
  const text = (member: string) => String(json[member]);
  return {
    accessKeyId: text('AccessKeyId'),
    secretAccessKey: text('SecretAccessKey'),
    sessionToken: text('Token'),
    sessionId: String(Object(json['Sentinel'])['SessionId']),
  };
}

/** Asks again like any client where a stand-in on a busy machine was too slow once. */
export async function patiently(ask: () => Promise<Reply>, triesLeft = 5): Promise<Reply> {
  const reply = await ask();
  return reply.status === 503 && triesLeft > 1 ? patiently(ask, triesLeft - 1) : reply;
}

/** Whether a service's API lets whoever holds this key in, by a token made now. */
export async function isLetIn({ invoke }: Pick<Deployment, 'invoke'>, credentials: Vended) {
  const { region } = place;
  const token = await makeToken({ credentials, region, audience, nowMs: Date.now() });
  const answer = await invoke('authorizer', {
    version: '2.0',
    type: 'REQUEST',
    headers: { authorization: `Bearer ${token}` },
    requestContext: {
      apiId: 'service001',
      domainName: audience,
      requestId: 'Abc=',
      http: { sourceIp: '192.0.2.1', userAgent: 'test' },
    },
  });
  return Object(answer)['isAuthorized'] === true;
}

/** Security revokes one session; the stream has told of it when this is done. */
export async function revoke(
  { call, stack }: Pick<Deployment, 'call' | 'stack'>,
  { sessionId }: Vended,
) {
  const reason = 'the laptop was stolen';
  const reply = await call('erin', 'POST', `/sessions/${sessionId}/revoke`, { reason });
  if (reply.status !== 200) throw new Error(`not revoked: ${reply.body}`);
  await stack.revoker.mapping.settled();
}

/** Security lets those back in whom it kept out; what was denied stays so. */
export async function lift({ call, stack }: Pick<Deployment, 'call' | 'stack'>): Promise<void> {
  const { json } = await call('erin', 'GET', '/revocations?status=live');
  for (const { id } of Object(json)['items']) {
    const reply = await call('erin', 'DELETE', `/revocations/${id}`);
    if (reply.status !== 200) throw new Error(`not lifted: ${reply.body}`);
  }
  await stack.revoker.mapping.settled();
}

/** Whether AWS in the workload account still does what a key asks for. */
export function isOfUse({ stack }: Pick<Deployment, 'stack'>, { accessKeyId }: Vended): boolean {
  const principal = stack.iam.findKey(accessKeyId)?.principal;
  if (principal?.kind !== 'session' || principal.sourceIdentity === undefined) return false;
  const context = new Map([
    ['aws:sourceidentity', [principal.sourceIdentity]],
    ['aws:tokenissuetime', [new Date(principal.issuedAtMs).toISOString()]],
    ['aws:currenttime', [new Date().toISOString()]],
    ['aws:userid', [principal.userId]],
    ...principal.tags.map(
      ({ key, value }) => [`aws:principaltag/${key.toLowerCase()}`, [value]] as const,
    ),
  ]);
  const question = { action: 's3:GetObject', resource: 'arn:aws:s3:::data/1', context };
  return stack.iam.permits(principal, question) === 'allow';
}

/** Alice asks for approval, and takes it back; the stream has told of both when this is done. */
export async function askAndCancel({
  call,
  stack,
}: Pick<Deployment, 'call' | 'stack'>): Promise<string> {
  const ask = { profile: 'production', justification: 'to mend the build' };
  const asked: Reply = await call('alice', 'POST', '/requests', ask);
  if (asked.status !== 200) throw new Error(`not asked: ${asked.body}`);
  const id = String(asked.json['id']);
  await call('alice', 'POST', `/requests/${id}/cancel`, {});
  await stack.notifier.settled();
  return id;
}
