import { SentinelError } from '@sentinel/core/errors';
import type { Key } from '../table.ts';
import type { DynamoTable, Item } from './dynamo-table.ts';

/**
 * Puts an item that must not exist. One that bears the same `request` is our own, written although its reply was
 * lost; any other is left as it is, and `DEPENDENCY_UNAVAILABLE` thrown.
 */
export async function putOnce(
  item: Item & Key & { readonly request: string },
  table: DynamoTable,
): Promise<void> {
  let lost: unknown;
  try {
    if (await table.create(item)) return;
  } catch (error) {
    lost = error;
  }
  const found = await table.get(item);
  if (found?.['request'] === item.request) return;
  throw lost ?? new SentinelError('DEPENDENCY_UNAVAILABLE', `\`${item.pk}\` exists already`);
}
