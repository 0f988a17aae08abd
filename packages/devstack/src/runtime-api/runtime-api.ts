import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import { limits } from '../gateway/limits.ts';
import { type Listening, listen } from '../http/listen.ts';
import { readBody } from '../http/read-body.ts';
import { type FunctionError, type FunctionOutcome, lambdaErrors } from './outcome.ts';

/** One invocation on its way to the runtime. */
export type Work = {
  readonly requestId: string;
  /** JSON. */
  readonly payload: string;
  readonly deadlineMs: number;
  readonly functionArn: string;
};

/** What a runtime says; each is called as its request comes. */
export type RuntimeTalk = {
  /** It waits for work, which `give` sends. */
  onNext(give: (work: Work) => void): void;
  /** `false`: no such invocation is under way, and the runtime is told so. */
  onOutcome(requestId: string, outcome: FunctionOutcome): boolean;
  onInitError(error: FunctionError): void;
};

const prefix = '/2018-06-01/runtime';

/**
 * The Runtime API of one execution environment, on loopback.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export function startRuntimeApi(talk: RuntimeTalk): Promise<Listening> {
  return listen((message, response) => {
    serve(message, response, talk).catch(() => response.destroy());
  });
}

async function serve(
  message: IncomingMessage,
  response: ServerResponse,
  talk: RuntimeTalk,
): Promise<void> {
  const asked = `${message.method} ${message.url}`;
  if (asked === `GET ${prefix}/invocation/next`) {
    return talk.onNext((work) => send(response, 200, work.payload, headersOf(work)));
  }
  const body = await readBody(message, limits.payloadBytes);
  if (asked === `POST ${prefix}/init/error`) {
    talk.onInitError(errorOf(body));
    return send(response, 202, accepted);
  }
  const [, requestId, verb] =
    /^POST \/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/.exec(asked) ?? [];
  if (requestId === undefined) return send(response, 404, problem('NotFound', 'no such route'));
  const isKnown = talk.onOutcome(decodeURIComponent(requestId), outcomeOf(verb, body));
  if (!isKnown) return send(response, 400, problem('InvalidRequestID', 'Invalid request ID'));
  return body === undefined
    ? send(response, 413, problem('RequestEntityTooLarge', 'Exceeded maximum payload size'))
    : send(response, 202, accepted);
}

function outcomeOf(verb: string | undefined, body: Uint8Array | undefined): FunctionOutcome {
  if (body === undefined) {
    return { kind: 'failed', error: lambdaErrors.tooLarge(limits.payloadBytes) };
  }
  return verb === 'response'
    ? { kind: 'answered', payload: Buffer.from(body).toString('utf8') }
    : { kind: 'failed', error: errorOf(body) };
}

const errorSchema = z.object({
  errorType: z.string(),
  errorMessage: z.string(),
  trace: z.optional(z.array(z.string())),
});

/** As Lambda takes it: what is no error of the right form is an error of no known type. */
function errorOf(body: Uint8Array | undefined): FunctionError {
  const text = Buffer.from(body ?? []).toString('utf8');
  try {
    const { errorType, errorMessage, trace } = errorSchema.parse(JSON.parse(text));
    return { errorType, errorMessage, ...(trace && { trace }) };
  } catch {
    return { errorType: 'Runtime.Unknown', errorMessage: text };
  }
}

function headersOf(work: Work): Readonly<Record<string, string>> {
  return {
    'Lambda-Runtime-Aws-Request-Id': work.requestId,
    'Lambda-Runtime-Deadline-Ms': String(work.deadlineMs),
    'Lambda-Runtime-Invoked-Function-Arn': work.functionArn,
    'Lambda-Runtime-Trace-Id': 'Root=1-00000000-000000000000000000000000;Sampled=0',
  };
}

const accepted = '{"status":"OK"}';

function problem(errorType: string, errorMessage: string): string {
  return JSON.stringify({ errorType, errorMessage });
}

function send(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}
