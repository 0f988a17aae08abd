import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type Gateway, startGateway } from '@sentinel/devstack/gateway/start-gateway';
import { place } from '@sentinel/devstack/stack/place';
import { signedFetch } from '@sentinel/devstack/testing/signers';
import type { GuardKeys } from '@sentinel/guard/environment-keys';
import type { Authorizer } from '@sentinel/tvm/authorizer/authorize';
import type { Stack } from '../a-stack.ts';

export type Told = {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
};

/** A service behind IAM authorization, for whoever holds a key of the dev stack. */
export function behindIam(
  { iam, region }: Stack['stack'],
  handler: (event: unknown) => Promise<unknown>,
): Promise<Gateway> {
  return startGateway({
    handler,
    findPrincipal: (accessKeyId) => {
      const key = iam.findKey(accessKeyId);
      if (key === undefined) return undefined;
      const { accountId, arn: userArn, userId } = key.principal;
      const { secretAccessKey, sessionToken } = key;
      const token = sessionToken === undefined ? {} : { sessionToken };
      return { secretAccessKey, ...token, accountId, userArn, userId };
    },
    region,
    accountId: place.hubAccount,
    apiId: 'orders0001',
    clock: { nowMs: Date.now },
  });
}

/** Calls a service with a signature by these keys. */
export async function askSigned(url: string, region: string, keys: GuardKeys): Promise<Told> {
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  const token = sessionToken === undefined ? {} : { sessionToken };
  const credentials = { accessKeyId, secretAccessKey, ...token };
  return toldBy(
    await signedFetch(`${url}/orders`, {
      credentials,
      region,
      service: 'execute-api',
      now: new Date(),
    }),
  );
}

/** As API Gateway does: the authorizer first, the service only with its leave. */
export async function behindAuthorizer(host: string, authorize: Authorizer) {
  const server = createServer(async (request, response) => {
    const answer = await authorize(authorizerEvent(host, request.headers), 'lambda-request');
    response.writeHead(answer.isAuthorized ? 200 : 403, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.isAuthorized ? answer.context : { message: 'Forbidden' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The event of a REQUEST authorizer of an HTTP API, payload format 2.0. */
function authorizerEvent(host: string, headers: IncomingHttpHeaders) {
  return {
    version: '2.0',
    type: 'REQUEST',
    routeArn: 'arn:aws:execute-api:eu-west-1:111122223333:orders0001/$default/GET/orders',
    identitySource: [headers.authorization ?? ''],
    routeKey: 'GET /orders',
    rawPath: '/orders',
    rawQueryString: '',
    headers,
    requestContext: {
      accountId: '111122223333',
      apiId: 'orders0001',
      domainName: host,
      domainPrefix: host.split('.')[0],
      http: {
        method: 'GET',
        path: '/orders',
        protocol: 'HTTP/1.1',
        sourceIp: '192.0.2.1',
        userAgent: 'test',
      },
      requestId: 'Abc=',
      routeKey: 'GET /orders',
      stage: '$default',
      time: '25/Jan/2026:14:30:00 +0000',
      timeEpoch: 1769351400000,
    },
  };
}

/** An answer, read. */
export function toldBy(answer: { readonly status: number; readonly body: string }): Told {
  return { status: answer.status, json: JSON.parse(answer.body) };
}
