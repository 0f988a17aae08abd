import { headerValues, type WireRequest } from '../sigv4/wire-request.ts';
import type { Unauthenticated } from './authenticate.ts';
import type { Answer, Fault, Input } from './call.ts';
import type { Parsed } from './service.ts';

/** How one service speaks JSON: the prefix of `X-Amz-Target` and the media type. */
export type Dialect = {
  readonly target: string;
  readonly contentType: 'application/x-amz-json-1.0' | 'application/x-amz-json-1.1';
};

/** An error as the services with a JSON protocol answer it. */
export type JsonError = {
  readonly code: string;
  readonly message: string;
  /** 400 unless told. */
  readonly status?: number;
};

/** Reads `X-Amz-Target` and the body; an answer where it is no request of this service. */
export function parseJsonRequest(request: WireRequest, dialect: Dialect): Parsed | Answer {
  const [prefix, operation, ...rest] = (headerValues(request, 'x-amz-target')[0] ?? '').split('.');
  if (request.method !== 'POST' || prefix !== dialect.target || rest.length > 0 || !operation) {
    return jsonError({ code: 'UnknownOperationException', message: '' }, dialect);
  }
  const input = readObject(Buffer.from(request.body).toString('utf8'));
  if (input === undefined) {
    return jsonError({ code: 'SerializationException', message: 'not a JSON object' }, dialect);
  }
  return { operation, input };
}

export function jsonAnswer(body: Input, dialect: Dialect): Answer {
  return { status: 200, contentType: dialect.contentType, body: JSON.stringify(body) };
}

export function jsonError(error: JsonError, dialect: Dialect): Answer {
  return {
    status: error.status ?? 400,
    contentType: dialect.contentType,
    // Error shapes spell this member in either case, so both are sent.
    body: JSON.stringify({ __type: error.code, message: error.message, Message: error.message }),
  };
}

/** An injected error; an internal one unless it says which. */
export function jsonFailure(fault: Extract<Fault, { kind: 'error' }>, dialect: Dialect): Answer {
  return jsonError(
    {
      code: fault.code ?? 'InternalServerError',
      message: fault.message ?? 'An error occurred on the server side.',
      status: fault.status ?? (fault.code === undefined ? 500 : 400),
    },
    dialect,
  );
}

/**
 * The refusal of a signature.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CommonErrors.html
 */
export function jsonRefusal(reason: Unauthenticated, dialect: Dialect): Answer {
  return jsonError(refusals[reason], dialect);
}

const invalidToken: JsonError = {
  code: 'UnrecognizedClientException',
  message: 'The security token included in the request is invalid.',
};

const invalidSignature: JsonError = {
  code: 'InvalidSignatureException',
  message:
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
};

const refusals: Readonly<Record<Unauthenticated, JsonError>> = {
  missing: {
    code: 'MissingAuthenticationTokenException',
    message: 'Missing Authentication Token',
  },
  malformed: {
    code: 'IncompleteSignatureException',
    message: 'The request signature does not conform to AWS standards.',
  },
  presigned: {
    code: 'IncompleteSignatureException',
    message: 'A signature in the query string is not accepted.',
  },
  'unknown-key': invalidToken,
  'bad-token': invalidToken,
  'wrong-scope': {
    code: 'InvalidSignatureException',
    message: 'Credential should be scoped to a valid region and to the correct service.',
  },
  stale: {
    code: 'InvalidSignatureException',
    message: 'Signature expired or not yet current: more than five minutes from now.',
  },
  'unsigned-host': {
    code: 'InvalidSignatureException',
    message: "'Host' must be a 'SignedHeader' in the AWS Authorization.",
  },
  'unsigned-header': invalidSignature,
  'body-mismatch': invalidSignature,
  mismatch: invalidSignature,
  expired: {
    code: 'ExpiredTokenException',
    message: 'The security token included in the request is expired',
  },
};

function readObject(text: string): Input | undefined {
  try {
    const value: unknown = JSON.parse(text === '' ? '{}' : text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
