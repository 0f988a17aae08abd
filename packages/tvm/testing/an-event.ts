import type { SignedCaller } from '@sentinel/core/identity/subject';
import type { Rim } from '../src/http/read-event.ts';

/** The API whose events tests make. */
export const rim: Rim = { apiId: 'abc123', apiAccountId: '111122223333', stage: '$default' };

export type EventParts = {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it stands. */
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
};

/** An event of payload format 2.0, as API Gateway makes it. */
export function anEvent(signer: SignedCaller, parts: EventParts = {}) {
  const { method = 'GET', path = '/', query = '', headers = {}, body } = parts;
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: query,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      'user-agent': 'test',
      ...headers,
    },
    requestContext: {
      accountId: rim.apiAccountId,
      apiId: rim.apiId,
      authorizer: {
        iam: {
          ...signer,
          callerId: signer.userId,
          cognitoIdentity: null,
          principalOrgId: 'o-example',
        },
      },
      domainName: 'abc123.execute-api.eu-west-1.amazonaws.com',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: 'Abc=',
      routeKey: `${method} ${path}`,
      stage: '$default',
      timeEpoch: 1769351400000,
    },
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: parts.isBase64Encoded ?? false,
  };
}

/** `POST /` with a JSON body. */
export function aVend(signer: SignedCaller, body: unknown) {
  return anEvent(signer, { method: 'POST', body: JSON.stringify(body) });
}
