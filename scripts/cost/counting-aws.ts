import { indexes } from '@sentinel/tvm/table';
import type { HttpHandler, HttpRequest, HttpResponse } from '@smithy/protocol-http';
import { type ServiceName, serviceOf, standInAws } from '../../bench/stand-ins/aws.ts';
import { indexUnits, itemBytes, readUnits, type WireItem, writeUnits } from './item-size.ts';

/** Where in DynamoDB units are used: the table itself or one of its indexes. */
export type Place = 'table' | keyof typeof indexes;

/** Units that one request used in one partition. */
export type Use = {
  readonly place: Place;
  /** The partition's key. */
  readonly partition: string;
  readonly kind: 'read' | 'write';
  readonly units: number;
};

/** What was asked of AWS. */
export type Asked = {
  readonly calls: Readonly<Record<ServiceName, number>>;
  readonly uses: readonly Use[];
  /** Bytes of the items that did not exist before, in the table and in all. */
  readonly newBytes: { readonly table: number; readonly indexes: number; readonly items: number };
  /** Every item that was written, as it is afterwards. */
  readonly written: readonly WireItem[];
};

type Body = { readonly Key?: WireItem; readonly Item?: WireItem };

/** Stand-ins of AWS within this process that count what is asked of them. */
export function countingAws(): { readonly handler: HttpHandler; take(): Asked } {
  const answer = standInAws();
  const items = new Map<string, WireItem>();
  let issued = 0;
  let requests: { readonly service: ServiceName; readonly uses: readonly Use[] }[] = [];
  let made: { readonly before: WireItem | undefined; readonly after: WireItem }[] = [];

  const uses = (operation: string, asked: Body, answered: WireAnswer): readonly Use[] => {
    const place = placeOf(asked.Key ?? asked.Item ?? {});
    switch (operation) {
      case 'GetItem':
        return [{ ...place, place: 'table', kind: 'read', units: readUnits(answered.Item) }];
      case 'PutItem':
      case 'UpdateItem': {
        const after = asked.Item ?? answered.Attributes ?? {};
        const before = items.get(place.id);
        items.set(place.id, after);
        made.push({ before, after });
        return writes(place.partition, before, after);
      }
      default:
        throw new Error(`nobody has counted a ${operation}`);
    }
  };
  const handle = async (request: HttpRequest): Promise<{ response: HttpResponse }> => {
    const { body: sent } = request;
    const body = typeof sent === 'string' ? sent : new TextDecoder().decode(sent);
    const target = request.headers['x-amz-target'];
    const service = serviceOf(target);
    const { status, headers = {}, body: text } = answer({ target, body });
    const operation = target?.slice(target.indexOf('.') + 1) ?? '';
    if (service === 'sts') issued += 1;
    const answered = `${text}`.replace(sameKey, (key) => freshKey(key, issued));
    const counted =
      service === 'dynamodb' ? uses(operation, JSON.parse(body), JSON.parse(answered)) : [];
    requests.push({ service, uses: counted });
    return {
      response: { statusCode: status, headers: { ...headers }, body: Buffer.from(answered) },
    };
  };
  return {
    handler: { handle, updateHttpClientConfig: () => {}, httpHandlerConfigs: () => ({}) },
    take: () => {
      const callsTo = (name: ServiceName) => requests.filter(({ service }) => service === name);
      const fresh = made.filter(({ before }) => before === undefined).map(({ after }) => after);
      const inIndexes = (item: WireItem) =>
        Object.values(indexes).filter(({ pk }) => item[pk] !== undefined).length;
      const asked: Asked = {
        calls: {
          dynamodb: callsTo('dynamodb').length,
          ssm: callsTo('ssm').length,
          sts: callsTo('sts').length,
        },
        uses: requests.flatMap((request) => request.uses),
        newBytes: {
          table: fresh.reduce((sum, item) => sum + itemBytes(item), 0),
          indexes: fresh.reduce((sum, item) => sum + inIndexes(item) * itemBytes(item), 0),
          items: fresh.reduce((sum, item) => sum + 1 + inIndexes(item), 0),
        },
        written: made.map(({ after }) => after),
      };
      requests = [];
      made = [];
      return asked;
    },
  };
}

/** The stand-in always issues the same key. */
const sameKey = /(?<=<AccessKeyId>)\w+/;

function freshKey(key: string, nth: number): string {
  const digits = `${nth}`;
  return key.slice(0, -digits.length) + digits;
}

type WireAnswer = { readonly Item?: WireItem; readonly Attributes?: WireItem };

function placeOf(key: WireItem): { readonly partition: string; readonly id: string } {
  const pk = key['pk']?.S ?? '';
  return { partition: pk, id: JSON.stringify([pk, key['sk']?.S]) };
}

function writes(partition: string, before: WireItem | undefined, after: WireItem): readonly Use[] {
  const use = (place: Place, at: string, units: number): Use => ({
    place,
    partition: at,
    kind: 'write',
    units,
  });
  const ofIndexes = Object.entries(indexes).flatMap(([name, key]) => {
    const units = indexUnits(key, before, after);
    const index = name === 'by-owner' || name === 'by-time' ? name : undefined;
    return units === 0 || index === undefined ? [] : [use(index, after[key.pk]?.S ?? '', units)];
  });
  return [use('table', partition, writeUnits(before, after)), ...ofIndexes];
}
