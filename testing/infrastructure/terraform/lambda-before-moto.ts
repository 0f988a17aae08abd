import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';

export type LambdaBeforeMoto = { readonly url: string; close(): Promise<void> };

/** Where functions are and how they log, as far as requests and answers tell. */
type Members = Record<string, unknown>;

/**
 * Lambda's address before a moto server, which keeps a function's `LoggingConfig` to itself: it is told again with
 * every function that moto tells of. https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html
 */
export async function lambdaBeforeMoto(motoUrl: string): Promise<LambdaBeforeMoto> {
  const logging = new Map<unknown, unknown>();
  const remember = (body: string) => {
    const { FunctionName, LoggingConfig } = membersOf(body);
    if (LoggingConfig !== undefined) logging.set(FunctionName, LoggingConfig);
  };
  const withLogging = (told: Members): Members => {
    const { Configuration, FunctionName } = told;
    if (isMembers(Configuration)) return { ...told, Configuration: withLogging(Configuration) };
    const LoggingConfig = logging.get(FunctionName);
    return LoggingConfig === undefined ? told : { ...told, LoggingConfig };
  };

  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    remember(body);
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const answer = await fetch(`${motoUrl}${request.url}`, {
      method: request.method ?? 'GET',
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, `${value}`]),
      ...(body !== '' && { body }),
    });
    const text = await answer.text();
    const told = membersOf(text);
    // The name of an error stands in a header.
    const errorType = answer.headers.get('x-amzn-errortype');
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      ...(errorType !== null && { 'x-amzn-errortype': errorType }),
    });
    response.end(Object.keys(told).length === 0 ? text : JSON.stringify(withLogging(told)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

function membersOf(text: string): Members {
  try {
    const value: unknown = JSON.parse(text);
    return isMembers(value) ? value : {};
  } catch {
    return {};
  }
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
