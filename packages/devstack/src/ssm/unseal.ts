import { createHash } from 'node:crypto';
import type { Input } from '../http/call.ts';
import type { SsmError } from './error.ts';

/**
 * An answer as its reader gets it: a SecureString is told in clear to whoever asked for that and may decrypt, and as
 * what is stored to whoever did not ask.
 * https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
 */
export function unseal(
  answer: Input,
  reader: { readonly wantsClear: boolean; mayDecrypt(): boolean },
): Input | SsmError {
  const { Parameter: one, Parameters: many } = answer;
  if (![one, ...listOf(many)].some(isSealed)) return answer;
  if (!reader.wantsClear) {
    return {
      ...answer,
      ...(one !== undefined && { Parameter: stored(one) }),
      ...(many !== undefined && { Parameters: listOf(many).map(stored) }),
    };
  }
  if (reader.mayDecrypt()) return answer;
  const message =
    'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.';
  return { code: 'AccessDeniedException', message };
}

function stored(parameter: unknown): unknown {
  if (!isSealed(parameter)) return parameter;
  const text = createHash('sha256').update(String(parameter['Value'])).digest('base64');
  return { ...parameter, Value: text };
}

function isSealed(parameter: unknown): parameter is Input {
  return (
    typeof parameter === 'object' &&
    parameter !== null &&
    Reflect.get(parameter, 'Type') === 'SecureString'
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
