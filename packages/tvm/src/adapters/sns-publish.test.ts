import { SNSClient } from '@aws-sdk/client-sns';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, expect, test } from 'vitest';
import {
  type Fault,
  type LocalServer,
  localServer,
  type Reply,
} from '../../testing/local-server.ts';
import { snsPublish } from './sns-publish.ts';

const topic = 'arn:aws:sns:eu-west-1:111122223333:security';
const message = { id: '00000000000000aa.1', subject: 'News', body: '{"a":"ä€😀"}' };
const namespace = 'http://sns.amazonaws.com/doc/2010-03-31/';
const taken = `<PublishResponse xmlns="${namespace}"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>`;

const started: LocalServer[] = [];
afterAll(async () => {
  await Promise.all(started.map((server) => server.close()));
});

async function start() {
  const server = await localServer(() => ({ status: 200, body: taken }));
  started.push(server);
  const client = new SNSClient({
    endpoint: server.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({
      requestTimeout: 200,
      socketTimeout: 200,
      throwOnRequestTimeout: true,
    }),
  });
  return { server, publish: snsPublish(client) };
}

function refusal(status: number, code: string): Reply {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>because</Message></Error>`;
  const body = `<ErrorResponse xmlns="${namespace}">${error}<RequestId>1</RequestId></ErrorResponse>`;
  return { status, headers: { 'content-type': 'text/xml' }, body };
}

test('a message is published to its topic', async () => {
  const { server, publish } = await start();

  await publish(topic, message);

  const form = new URLSearchParams(server.received[0]?.body);
  expect(Object.fromEntries(form)).toEqual({
    Action: 'Publish',
    Version: '2010-03-31',
    TopicArn: topic,
    Subject: 'News',
    Message: message.body,
  });
});

test.each<[string, Fault, string]>([
  ['no such topic', refusal(404, 'NotFound'), 'CONFIG_ERROR'],
  ['no right', refusal(403, 'AuthorizationError'), 'CONFIG_ERROR'],
  ['a wrong member', refusal(400, 'InvalidParameter'), 'CONFIG_ERROR'],
  ['no right to the key', refusal(400, 'KMSAccessDenied'), 'CONFIG_ERROR'],
  ['too much at once', refusal(400, 'Throttling'), 'DEPENDENCY_UNAVAILABLE'],
  ['a failure of its own', refusal(500, 'InternalFailure'), 'DEPENDENCY_UNAVAILABLE'],
  ['nothing', 'hang', 'DEPENDENCY_UNAVAILABLE'],
  ['the end of the connection', 'drop', 'DEPENDENCY_UNAVAILABLE'],
  [
    'a page of somebody in between',
    { status: 200, body: '<!doctype html>' },
    'DEPENDENCY_UNAVAILABLE',
  ],
  ['an empty answer', { status: 200, body: '' }, 'DEPENDENCY_UNAVAILABLE'],
  ['half an answer', 'hang-body', 'DEPENDENCY_UNAVAILABLE'],
])('%s is told as what it is', async (_, fault, code) => {
  const { server, publish } = await start();
  server.failAll(fault);

  await expect(publish(topic, message)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(/^publishing: /),
  });
});
