import type { Clock } from '@sentinel/core/ports';
import { type RefusalReason, verify } from '../sigv4/verify.ts';
import { headerValues, splitTarget } from '../sigv4/wire-request.ts';
import { type Answer, gatewayAnswer } from './answer.ts';
import { type Handler, invoke } from './invoke.ts';
import { lambdaAnswer } from './lambda-answer.ts';
import { limits } from './limits.ts';
import { type EventFacts, type PayloadEvent, payloadEvent } from './payload-event.ts';
import type { FindPrincipal } from './principal.ts';
import type { Received } from './received.ts';
import { type DeclaredRoute, matchRoute } from './route.ts';
import { decodePath } from './wire-text.ts';

/** Why the gateway refused a caller; told to nobody but `onRefused`. */
export type GatewayRefusal = {
  readonly reason: RefusalReason | 'foreign-host';
  readonly method: string;
  readonly target: string;
};

export type Api = {
  readonly handler: Handler;
  readonly findPrincipal: FindPrincipal;
  /** `undefined`: the API has only the route `$default`. */
  readonly routes?: readonly DeclaredRoute[];
  readonly region: string;
  /** Owner of the API. */
  readonly accountId: string;
  readonly apiId: string;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly integrationTimeoutMs: number;
  readonly onRefused: (refusal: GatewayRefusal) => void;
  /** What the handler threw, or that it did not answer in time or form. */
  readonly onFailed: (error: unknown) => void;
};

/** The way of a request: limits, route, signature, event, handler, answer. */
export async function respond(received: Received, requestId: string, api: Api): Promise<Answer> {
  const { request } = received;
  const domainName = `${api.apiId}.execute-api.${api.region}.amazonaws.com`;
  const forbidden = (reason: GatewayRefusal['reason']) => {
    api.onRefused({ reason, method: request.method, target: request.target });
    return gatewayAnswer(403, 'Forbidden');
  };
  if (headBytes(received) > limits.headBytes) {
    return gatewayAnswer(431, 'Request Header Fields Too Large');
  }
  if (!isOwnHost(received, domainName)) return forbidden('foreign-host');

  const path = decodePath(splitTarget(request.target).path);
  if (path === undefined) return gatewayAnswer(400, 'Bad Request');
  const route = matchRoute(api.routes, request.method, path);
  if (route === undefined) return gatewayAnswer(404, 'Not Found');

  const nowMs = api.clock.nowMs();
  const verified = verify(request, {
    service: 'execute-api',
    region: api.region,
    nowMs,
    findSecret: api.findPrincipal,
  });
  if (!verified.ok) return forbidden(verified.reason);
  const { accessKeyId } = verified;
  const principal = api.findPrincipal(accessKeyId);
  if (principal === undefined) return forbidden('unknown-key');

  const { accountId, apiId } = api;
  const ofApi = { accountId, apiId, domainName, requestId, nowMs };
  return integrate(received, { ...ofApi, path, route, accessKeyId, principal }, api);
}

async function integrate(received: Received, facts: EventFacts, api: Api): Promise<Answer> {
  const payload = JSON.stringify(payloadEvent(received, facts));
  if (Buffer.byteLength(payload) > limits.payloadBytes) {
    return gatewayAnswer(413, 'Request Entity Too Large');
  }
  const event: PayloadEvent = JSON.parse(payload);
  const outcome = await invoke(api.handler, event, {
    awsRequestId: api.newId(),
    timeoutMs: api.integrationTimeoutMs,
    clock: api.clock,
  });
  switch (outcome.kind) {
    case 'answered':
      return lambdaAnswer(outcome.value) ?? failed(api, new Error('the answer is malformed'));
    case 'failed':
      return failed(api, outcome.error);
    case 'timed-out':
      api.onFailed(new Error('the handler did not answer in time'));
      return gatewayAnswer(503, 'Service Unavailable');
  }
}

function failed(api: Api, error: unknown): Answer {
  api.onFailed(error);
  return gatewayAnswer(500, 'Internal Server Error');
}

function headBytes({ request, protocol }: Received): number {
  const line = `${request.method} ${request.target} ${protocol}\r\n`;
  return request.headers.reduce((sum, [, value]) => sum + value.length, line.length);
}

function isOwnHost(received: Received, domainName: string): boolean {
  const own = [`127.0.0.1:${received.port}`, `localhost:${received.port}`, domainName];
  return headerValues(received.request, 'host').every((host) => own.includes(host.toLowerCase()));
}
