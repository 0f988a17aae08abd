import type { Unauthenticated } from '../http/authenticate.ts';
import type { StsError } from './xml.ts';

/** A request against the model, or against what it asks about. */
export function validationError(message: string): StsError {
  return { code: 'ValidationError', message, status: 400 };
}

export function invalidParameter(message: string): StsError {
  return { code: 'InvalidParameterValue', message, status: 400 };
}

export function accessDenied(callerArn: string, action: string, roleArn: string): StsError {
  return {
    code: 'AccessDenied',
    message: `User: ${callerArn} is not authorized to perform: ${action} on resource: ${roleArn}`,
    status: 403,
  };
}

const invalidToken: StsError = {
  code: 'InvalidClientTokenId',
  message: 'The security token included in the request is invalid.',
  status: 403,
};

const wrongSignature: StsError = {
  code: 'SignatureDoesNotMatch',
  message:
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  status: 403,
};

/**
 * What STS answers to a signature that it does not accept.
 * https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
 */
export const refusals: Readonly<Record<Unauthenticated, StsError>> = {
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
      "Credential should be scoped to a valid region. Credential should be scoped to correct service: 'sts'. ",
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
