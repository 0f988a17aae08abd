/** A refusal of Parameter Store; all of them are 400. */
export type SsmError = { readonly code: string; readonly message: string };

export function invalid(message: string): SsmError {
  return { code: 'ValidationException', message };
}

/** Whether an outcome is a refusal. */
export function isError(value: object): value is SsmError {
  return 'code' in value && 'message' in value;
}
