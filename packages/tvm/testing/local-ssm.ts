import { SSMClient } from '@aws-sdk/client-ssm';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import * as z from 'zod/mini';
import { type LocalServer, localServer, type Received, type Reply } from './local-server.ts';

export type LocalSsm = {
  readonly server: LocalServer;
  /** By full name. */
  readonly parameters: Map<string, { readonly version: number; readonly text: string }>;
  /** `patienceMs`: for silence. */
  connect(patienceMs?: number): SSMClient;
};

const request = z.object({
  Name: z.optional(z.string()),
  Path: z.optional(z.string()),
  NextToken: z.optional(z.string()),
});

/** As much of SSM Parameter Store as is asked of it: two reads. */
export async function localSsm(): Promise<LocalSsm> {
  const parameters: LocalSsm['parameters'] = new Map();
  const server = await localServer((received) => answer(received, parameters));
  return {
    server,
    parameters,
    connect: (patienceMs = 10_000) =>
      new SSMClient({
        endpoint: server.url,
        region: 'eu-west-1',
        credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
        maxAttempts: 1,
        requestHandler: new NodeHttpHandler({
          requestTimeout: patienceMs,
          socketTimeout: patienceMs,
          throwOnRequestTimeout: true,
        }),
      }),
  };
}

/** An answer of the JSON protocol. */
export function ssmReply(status: number, body: object): Reply {
  const headers = { 'content-type': 'application/x-amz-json-1.1' };
  return { status, headers, body: JSON.stringify(body) };
}

function answer(received: Received, parameters: LocalSsm['parameters']): Reply {
  const {
    Name: name = '',
    Path: path,
    NextToken: token = '0',
  } = request.parse(JSON.parse(received.body));
  const show = (shown: string) => {
    const { version, text } = parameters.get(shown) ?? { version: 0, text: '' };
    return { Name: shown, Type: 'String', Value: text, Version: version };
  };
  if (path === undefined) {
    return parameters.has(name)
      ? ssmReply(200, { Parameter: show(name) })
      : ssmReply(400, { __type: 'ParameterNotFound' });
  }
  const below = [...parameters.keys()].filter(
    (one) => one.startsWith(`${path}/`) && !one.slice(path.length + 1).includes('/'),
  );
  const from = Number(token);
  const next = from + 10 < below.length ? { NextToken: String(from + 10) } : {};
  return ssmReply(200, { Parameters: below.slice(from, from + 10).map(show), ...next });
}
