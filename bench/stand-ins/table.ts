type Item = Readonly<Record<string, unknown>>;

/** What of a request matters here; it comes from our own code and is not checked. */
type Asked = {
  readonly Key?: Item;
  readonly Item?: Item;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, { readonly N?: string }>>;
};

/** Sessions beyond this are forgotten: a run makes many thousands. */
const mostItems = 256;

/**
 * As little of DynamoDB as a vend needs, and at once: items are put, read and updated, and conditions always hold.
 * Takes an operation's name and its request as JSON text; gives what is answered.
 */
export function standInTable(): (operation: string, body: string) => object {
  const items = new Map<string, Item>();
  return (operation, body) => {
    const asked: Asked = JSON.parse(body);
    const place = JSON.stringify(asked.Key);
    switch (operation) {
      case 'GetItem': {
        const item = items.get(place);
        return item === undefined ? {} : { Item: item };
      }
      case 'PutItem': {
        const { pk, sk } = asked.Item ?? {};
        if (items.size >= mostItems) items.clear();
        items.set(JSON.stringify({ pk, sk }), asked.Item ?? {});
        return {};
      }
      case 'UpdateItem': {
        const item = updated({ ...asked.Key, ...items.get(place) }, asked);
        items.set(place, item);
        return { Attributes: item };
      }
      default:
        throw new Error(`nobody asks for ${operation}`);
    }
  };
}

/** Sets what is `name = :value`, adds what is `name :value`; the rest is left as it is. */
function updated(item: Item, asked: Asked): Item {
  const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } = asked;
  const changed: Record<string, unknown> = { ...item };
  for (const change of (asked.UpdateExpression ?? '').matchAll(/(#n\d+) (= )?(:v\d+)/g)) {
    const [, name = '', isSet, value = ''] = change;
    const attribute = names[name] ?? name;
    const given = values[value];
    changed[attribute] = isSet ? given : { N: String(numberOf(item[attribute]) + numberOf(given)) };
  }
  return changed;
}

function numberOf(attribute: unknown): number {
  const isNumber = typeof attribute === 'object' && attribute !== null && 'N' in attribute;
  return isNumber ? Number(attribute.N) : 0;
}
