import { parseQuery } from '../sigv4/canonical-query.ts';
import { splitTarget } from '../sigv4/wire-request.ts';
import { eventBody } from './event-body.ts';
import { eventHeaders } from './event-headers.ts';
import type { Principal } from './principal.ts';
import type { Received } from './received.ts';
import type { MatchedRoute } from './route.ts';
import { utf8Text } from './wire-text.ts';

/**
 * The event of payload format 2.0 behind IAM authorization.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export type PayloadEvent = {
  readonly version: '2.0';
  readonly routeKey: string;
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly cookies?: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly requestContext: {
    readonly accountId: string;
    readonly apiId: string;
    readonly authorizer: {
      readonly iam: {
        readonly accessKey: string;
        readonly accountId: string;
        readonly callerId: string;
        readonly cognitoIdentity: null;
        readonly principalOrgId: string | null;
        readonly userArn: string;
        readonly userId: string;
      };
    };
    readonly domainName: string;
    readonly domainPrefix: string;
    readonly http: {
      readonly method: string;
      readonly path: string;
      readonly protocol: string;
      readonly sourceIp: string;
      readonly userAgent: string;
    };
    readonly requestId: string;
    readonly routeKey: string;
    readonly stage: '$default';
    /** `12/Mar/2020:19:03:58 +0000`. */
    readonly time: string;
    /** Milliseconds. */
    readonly timeEpoch: number;
  };
  readonly body?: string;
  readonly isBase64Encoded: boolean;
};

/** What the API and the caller add to a request. */
export type EventFacts = {
  /** Owner of the API. */
  readonly accountId: string;
  readonly apiId: string;
  readonly domainName: string;
  readonly requestId: string;
  readonly nowMs: number;
  /** Decoded. */
  readonly path: string;
  readonly route: MatchedRoute;
  readonly accessKeyId: string;
  readonly principal: Principal;
};

/** The event that the handler gets. */
export function payloadEvent(received: Received, facts: EventFacts): PayloadEvent {
  const { request } = received;
  const { headers, cookies } = eventHeaders(received);
  const { query } = splitTarget(request.target);
  const queryStringParameters = joinedParameters(query);
  const { pathParameters, routeKey } = facts.route;
  return {
    version: '2.0',
    routeKey,
    rawPath: facts.path,
    rawQueryString: query,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(hasMembers(queryStringParameters) && { queryStringParameters }),
    requestContext: {
      accountId: facts.accountId,
      apiId: facts.apiId,
      authorizer: { iam: iam(facts) },
      domainName: facts.domainName,
      domainPrefix: facts.domainName.split('.')[0] ?? '',
      http: {
        method: request.method,
        path: facts.path,
        protocol: received.protocol,
        sourceIp: received.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: facts.requestId,
      routeKey,
      stage: '$default',
      time: commonLogTime(facts.nowMs),
      timeEpoch: facts.nowMs,
    },
    ...(hasMembers(pathParameters) && { pathParameters }),
    ...eventBody(request.body, headers['content-type']),
  };
}

function iam({ accessKeyId, principal }: EventFacts) {
  return {
    accessKey: accessKeyId,
    accountId: principal.accountId,
    callerId: principal.userId,
    cognitoIdentity: null,
    principalOrgId: principal.principalOrgId ?? null,
    userArn: principal.userArn,
    userId: principal.userId,
  };
}

function joinedParameters(query: string): Readonly<Record<string, string>> {
  const joined = new Map<string, string>();
  for (const [name, value] of parseQuery(query.replaceAll('+', '%20')) ?? []) {
    const key = utf8Text(name) ?? name;
    const text = utf8Text(value) ?? value;
    const before = joined.get(key);
    joined.set(key, before === undefined ? text : `${before},${text}`);
  }
  return Object.fromEntries(joined);
}

function hasMembers(record: Readonly<Record<string, string>>): boolean {
  return Object.keys(record).length > 0;
}

function commonLogTime(atMs: number): string {
  const [, day, month, year, time] =
    /^\w+, (\d+) (\w+) (\d+) (\S+)/.exec(new Date(atMs).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
