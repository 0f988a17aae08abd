import type { QueryError } from '../http/query-protocol.ts';

/** A refusal or failure of STS. */
export type StsError = QueryError;

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
