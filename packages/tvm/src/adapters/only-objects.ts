import { buffer } from 'node:stream/consumers';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { HttpResponse } from '@smithy/protocol-http';
import { garbled } from './garbled.ts';

const brace = '{'.charCodeAt(0);

/**
 * Refuses answers whose body is no JSON object, as every one of DynamoDB's is. The SDK makes of an empty body, or of
 * an array, an answer that knows no such item: nobody would be blocked then.
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
  return client;
}
