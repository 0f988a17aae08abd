import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item as it goes over the wire. */
export type WireItem = Readonly<Record<string, AttributeValue>>;

/** Bytes that DynamoDB adds to each item and each entry of an index where it bills storage. */
export const storedOverhead = 100;

/**
 * Bytes of an item as DynamoDB counts them.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemBytes(item: WireItem): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );
}

/** Units of a consistent read. */
export function readUnits(item: WireItem | undefined): number {
  return Math.max(1, Math.ceil((item === undefined ? 0 : itemBytes(item)) / 4096));
}

/** Units of a write: the larger of what was there and what is there. */
export function writeUnits(before: WireItem | undefined, after: WireItem): number {
  return kilobytes(Math.max(before === undefined ? 0 : itemBytes(before), itemBytes(after)));
}

/**
 * Units of what a write does to an index that holds whole items: nothing where neither item is in it, one write where
 * its key stays, and two where the key changes.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes
 */
export function indexUnits(
  key: { readonly pk: string; readonly sk: string },
  before: WireItem | undefined,
  after: WireItem,
): number {
  const was = placeOf(key, before);
  const is = placeOf(key, after);
  if (was === is) return was === undefined ? 0 : writeUnits(before, after);
  const removed = was === undefined || before === undefined ? 0 : kilobytes(itemBytes(before));
  return removed + (is === undefined ? 0 : kilobytes(itemBytes(after)));
}

function placeOf(
  { pk, sk }: { readonly pk: string; readonly sk: string },
  item: WireItem | undefined,
): string | undefined {
  const place = [item?.[pk]?.S, item?.[sk]?.S];
  return place.includes(undefined) ? undefined : place.join('\n');
}

function kilobytes(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1024));
}

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.SS !== undefined)
    return value.SS.reduce((sum, each) => sum + Buffer.byteLength(each), 0);
  if (value.L !== undefined) {
    return value.L.reduce((sum, each) => sum + 1 + valueBytes(each), 3);
  }
  if (value.M !== undefined) {
    return Object.entries(value.M).reduce(
      (sum, [name, each]) => sum + 1 + Buffer.byteLength(name) + valueBytes(each),
      3,
    );
  }
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  throw new Error(`no size is known of ${Object.keys(value).join()}`);
}

/** Digits from which a number is an instant in seconds. */
const instantDigits = 10;

/**
 * About a byte for two digits, and one more; leading and trailing zeros are free. An instant counts whole, whatever it
 * ends in, so that a count is the same at any time.
 */
function numberBytes(text: string): number {
  const all = text.replace(/[-.]/g, '');
  const digits = all.length < instantDigits ? all.replace(/^0+|0+$/g, '') : all;
  return Math.ceil(digits.length / 2) + 1;
}
