import { randomUUID } from 'node:crypto';
import { splitTarget, type WireRequest } from '../sigv4/wire-request.ts';
import type { Unauthenticated } from './authenticate.ts';
import type { Answer, Input } from './call.ts';
import type { Parsed, Service } from './service.ts';

/** An element with text, or with elements inside. */
export type Element = readonly [name: string, inside: string | readonly Element[]];

/** A refusal or failure of a service that speaks the query protocol. */
export type QueryError = {
  readonly code: string;
  readonly message: string;
  readonly status: number;
};

/** How one service speaks the query protocol. */
export type QueryDialect = {
  /** Of its answers, such as `https://sts.amazonaws.com/doc/2011-06-15/`. */
  readonly namespace: string;
  /** Such as `2011-06-15`. */
  readonly version: string;
};

/**
 * Reads a form into an operation and its members; an answer where it is no request of this service.
 * https://docs.aws.amazon.com/sns/latest/api/CommonParameters.html
 */
export function parseQuery(request: WireRequest, dialect: QueryDialect): Parsed | Answer {
  const form = formOf(request);
  const operation = form?.get('Action') ?? null;
  if (form === undefined || operation === null) {
    const message = 'Request is missing Action';
    return queryError({ code: 'MissingAction', message, status: 400 }, randomUUID(), dialect);
  }
  const asked = form.get('Version') ?? 'NO_VERSION_SPECIFIED';
  return asked === dialect.version
    ? { operation, input: readMembers(form) }
    : queryError(unknownAction(operation, asked), randomUUID(), dialect);
}

/** Members come in the body of a POST or in the query string of a GET. */
function formOf({ method, target, body }: WireRequest): URLSearchParams | undefined {
  if (method === 'POST') return new URLSearchParams(Buffer.from(body).toString('utf8'));
  return method === 'GET' ? new URLSearchParams(splitTarget(target).query) : undefined;
}

/** The members of a form by name; of members sent twice the first counts. */
export function readMembers(form: URLSearchParams): Input {
  const names = [...form.keys()].filter(
    (name) => name !== 'Action' && name !== 'Version' && !name.startsWith('X-Amz-'),
  );
  return Object.fromEntries(names.map((name) => [name, form.get(name)]));
}

export function unknownAction(operation: string, version: string): QueryError {
  const message = `Could not find operation ${operation} for version ${version}`;
  return { code: 'InvalidAction', message, status: 400 };
}

/** A successful answer; `result` is left out where the operation has none. */
export function queryAnswer(
  operation: string,
  answer: { readonly result?: readonly Element[]; readonly requestId: string },
  dialect: QueryDialect,
): Answer {
  return document(200, dialect.namespace, [
    `${operation}Response`,
    [
      ...(answer.result === undefined ? [] : [[`${operation}Result`, answer.result] as const]),
      ['ResponseMetadata', [['RequestId', answer.requestId]]],
    ],
  ]);
}

/**
 * An error.
 * https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
 */
export function queryError(error: QueryError, requestId: string, dialect: QueryDialect): Answer {
  const { code, message, status } = error;
  return document(status, dialect.namespace, [
    'ErrorResponse',
    [
      [
        'Error',
        [
          ['Type', status < 500 ? 'Sender' : 'Receiver'],
          ['Code', code],
          ['Message', message],
        ],
      ],
      ['RequestId', requestId],
    ],
  ]);
}

/** What every service with the query protocol answers alike: signatures, injected failures, throttling. */
export function queryService(
  dialect: QueryDialect,
): Pick<Service, 'parse' | 'refuse' | 'fail' | 'throttle'> {
  const failure = (error: QueryError) => queryError(error, randomUUID(), dialect);
  return {
    parse: (request) => parseQuery(request, dialect),
    refuse: (reason) => failure(refusals[reason]),
    fail: ({ code = 'InternalFailure', message = 'The request processing has failed.', status }) =>
      failure({ code, message, status: status ?? (code === 'InternalFailure' ? 500 : 400) }),
    throttle: () => failure({ code: 'Throttling', message: 'Rate exceeded', status: 400 }),
  };
}

function document(status: number, namespace: string, [root, inside]: Element): Answer {
  const parts = typeof inside === 'string' ? [] : inside;
  const body = `<${root} xmlns="${namespace}">\n${parts.map((one) => render(one, '  ')).join('')}</${root}>\n`;
  return { status, contentType: 'text/xml', body };
}

function render([name, inside]: Element, indent: string): string {
  if (typeof inside === 'string') return `${indent}<${name}>${escaped(inside)}</${name}>\n`;
  const within = inside.map((one) => render(one, `${indent}  `)).join('');
  return `${indent}<${name}>\n${within}${indent}</${name}>\n`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']|\p{Cc}/gu, (character) => `&#${character.charCodeAt(0)};`);
}

const invalidToken: QueryError = {
  code: 'InvalidClientTokenId',
  message: 'The security token included in the request is invalid.',
  status: 403,
};

const wrongSignature: QueryError = {
  code: 'SignatureDoesNotMatch',
  message:
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  status: 403,
};

/**
 * What is answered to a signature that is not accepted.
 * https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
 */
export const refusals: Readonly<Record<Unauthenticated, QueryError>> = {
  missing: {
    code: 'MissingAuthenticationToken',
    message: 'Request is missing Authentication Token',
    status: 403,
  },
  malformed: {
    code: 'IncompleteSignature',
    message: 'The request signature does not conform to AWS standards.',
    status: 400,
  },
  presigned: {
    code: 'IncompleteSignature',
    message: 'A signature in the query string is not accepted.',
    status: 400,
  },
  'unknown-key': invalidToken,
  'bad-token': invalidToken,
  'wrong-scope': {
    code: 'SignatureDoesNotMatch',
    message:
      'Credential should be scoped to a valid region. Credential should be scoped to correct service.',
    status: 403,
  },
  stale: {
    code: 'SignatureDoesNotMatch',
    message: 'Signature expired or not yet current: more than five minutes from now.',
    status: 403,
  },
  'unsigned-host': wrongSignature,
  'unsigned-header': wrongSignature,
  'body-mismatch': wrongSignature,
  mismatch: wrongSignature,
  expired: {
    code: 'ExpiredToken',
    message: 'The security token included in the request is expired',
    status: 403,
  },
};
