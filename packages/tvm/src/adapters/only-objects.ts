import { buffer } from 'node:stream/consumers';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { HttpResponse } from '@smithy/protocol-http';
import { garbled } from './garbled.ts';

const brace = '{'.charCodeAt(0);

/**
 * Refuses answers whose body is no JSON object, as every one of DynamoDB's is, and those to a read that hold something
 * other than an item: the SDK takes both for an answer that knows no such item, and nobody would be blocked then.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
 */
export function onlyObjects(client: DynamoDBClient): DynamoDBClient {
  client.middlewareStack.add(
    (next) => async (args) => {
      const answered = await next(args);
      const { response } = answered;
      if (!HttpResponse.isInstance(response) || response.statusCode !== 200) return answered;
      // As the SDK, it takes bytes for a body that has come whole.
      const { body: given } = response;
      const body = given instanceof Uint8Array ? given : await buffer(given);
      if (body[0] !== brace) throw garbled('an answer', 'it is no object');
      response.body = body;
      return answered;
    },
    { name: 'onlyObjects', step: 'deserialize', priority: 'low', override: true },
  );
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const answered = await next(args);
        const { output, response } = answered;
        const isNone = commandName === 'GetItemCommand' && !Object(output).Item;
        if (isNone && HttpResponse.isInstance(response) && !isEmpty(response.body)) {
          throw garbled('an answer', 'it holds no item, and is not empty');
        }
        return answered;
      },
    { name: 'noItemIsNothing', step: 'deserialize', priority: 'high', override: true },
  );
  return client;
}

function isEmpty(body: Uint8Array): boolean {
  return body.length <= 8 && Buffer.from(body).toString().replace(/\s/g, '') === '{}';
}
