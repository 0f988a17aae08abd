import { STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { type LocalServer, localServer, type Reply } from './local-server.ts';

export type LocalSts = {
  readonly server: LocalServer;
  /** `patienceMs`: for silence. */
  connect(patienceMs?: number): STSClient;
};

/** What an answer of AssumeRole says; a member that is `undefined` is left out. */
export type Assumed = {
  readonly accessKeyId?: string | undefined;
  readonly secretAccessKey?: string | undefined;
  readonly sessionToken?: string | undefined;
  readonly expiration?: string | undefined;
  readonly arn?: string | undefined;
  readonly assumedRoleId?: string | undefined;
  readonly sourceIdentity?: string | undefined;
};

/** A server that grants whatever is asked, as STS words it. `nowMs` is its clock. */
export async function localSts(nowMs: number): Promise<LocalSts> {
  let issued = 0;
  const server = await localServer(({ body }) => {
    issued += 1;
    return assumed(body, nowMs, { accessKeyId: `ASIA${String(issued).padStart(16, '0')}` });
  });
  return {
    server,
    connect: (patienceMs = 10_000) =>
      new STSClient({
        endpoint: server.url,
        region: 'eu-west-1',
        credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
        maxAttempts: 1,
        requestHandler: new NodeHttpHandler({
          requestTimeout: patienceMs,
          socketTimeout: patienceMs,
          throwOnRequestTimeout: true,
        }),
      }),
  };
}

/** STS's answer to a request, with `changes`. */
export function assumed(body: string, nowMs: number, changes: Assumed = {}): Reply {
  const asked = new URLSearchParams(body);
  const [, partition, , , account, role = ''] = (asked.get('RoleArn') ?? '').split(':');
  const session = asked.get('RoleSessionName') ?? '';
  const said = {
    accessKeyId: 'ASIAEXAMPLEEXAMPLE01',
    secretAccessKey: `secret-canary-${changes.accessKeyId}`,
    sessionToken: 'token-canary',
    expiration: new Date(nowMs + Number(asked.get('DurationSeconds')) * 1000).toISOString(),
    arn: `arn:${partition}:sts::${account}:assumed-role/${role.split('/').at(-1)}/${session}`,
    assumedRoleId: `AROAEXAMPLEEXAMPLE000:${session}`,
    sourceIdentity: asked.get('SourceIdentity') ?? undefined,
    ...changes,
  };
  return xml(
    200,
    `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>` +
      `<Credentials>${element('AccessKeyId', said.accessKeyId)}` +
      `${element('SecretAccessKey', said.secretAccessKey)}${element('SessionToken', said.sessionToken)}` +
      `${element('Expiration', said.expiration)}</Credentials>` +
      `<AssumedRoleUser>${element('Arn', said.arn)}${element('AssumedRoleId', said.assumedRoleId)}` +
      `</AssumedRoleUser>${element('SourceIdentity', said.sourceIdentity)}` +
      `</AssumeRoleResult></AssumeRoleResponse>`,
  );
}

/** How STS refuses. */
export function stsRefusal(status: number, code: string): Reply {
  return xml(
    status,
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>` +
      `<Code>${code}</Code><Message>because</Message></Error></ErrorResponse>`,
  );
}

export function xml(status: number, body: string): Reply {
  return { status, headers: { 'content-type': 'text/xml' }, body };
}

function element(name: string, value: string | undefined): string {
  return value === undefined ? '' : `<${name}>${value}</${name}>`;
}
