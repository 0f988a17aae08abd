import type { Input } from '../http/call.ts';

/**
 * The ARNs that a call touches: of its table, or of its index. `*` where it names none.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 */
export function resourcesOf(input: Input, arnPrefix: string): readonly string[] {
  const { TableName: table, IndexName: index, RequestItems: batch } = input;
  if (typeof table === 'string') {
    const path = typeof index === 'string' ? `${table}/index/${index}` : table;
    return [`${arnPrefix}table/${path}`];
  }
  if (typeof batch === 'object' && batch !== null) {
    return Object.keys(batch).map((name) => `${arnPrefix}table/${name}`);
  }
  return ['*'];
}
