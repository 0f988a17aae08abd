import type { HttpHandler, HttpRequest, HttpResponse } from '@smithy/protocol-http';
import { type ServiceName, serviceOf, standInAws } from '../stand-ins/aws.ts';

/** Answers the SDK's requests within this process, before they would become HTTP. */
export type AtOnce = {
  readonly handler: HttpHandler;
  /** Milliseconds of CPU that the stand-ins take for all that was asked since the last call. */
  replay(): number;
};

/** Answers each request as soon as it comes. */
export function answersAtOnce(): AtOnce {
  const answer = answering();
  let asked: HttpRequest[] = [];
  return {
    handler: handlerOf(async (request) => {
      asked.push(request);
      return { response: answer(request) };
    }),
    replay: () => {
      const before = process.cpuUsage();
      for (const request of asked) answer(request);
      const { user, system } = process.cpuUsage(before);
      asked = [];
      return (user + system) / 1000;
    },
  };
}

/** Answers together what is asked before any of it is answered: each time a round, as on a network. */
export type InRounds = {
  readonly handler: HttpHandler;
  /** The services of each round so far, each name once and in order. */
  rounds(): readonly (readonly ServiceName[])[];
  forget(): void;
};

export function answersInRounds(): InRounds {
  const answer = answering();
  let rounds: (readonly ServiceName[])[] = [];
  let waiting: { readonly service: ServiceName; readonly go: () => void }[] = [];
  let isWatching = false;

  const watch = async () => {
    isWatching = true;
    let seen = 0;
    while (seen !== waiting.length) {
      seen = waiting.length;
      await manyTurns();
    }
    isWatching = false;
    const round = waiting;
    waiting = [];
    rounds.push([...new Set(round.map(({ service }) => service))].sort());
    for (const { go } of round) go();
  };
  const handle = async (request: HttpRequest) => {
    const { promise, resolve: go } = Promise.withResolvers<void>();
    waiting.push({ service: serviceOf(targetOf(request)), go });
    if (!isWatching) void watch();
    await promise;
    return { response: answer(request) };
  };
  return {
    handler: handlerOf(handle),
    rounds: () => rounds,
    forget: () => {
      rounds = [];
    },
  };
}

/** Whatever can go on without an answer has gone on after so many turns of the event loop. */
async function manyTurns(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function answering(): (request: HttpRequest) => HttpResponse {
  const answer = standInAws();
  return (request) => {
    const { body: sent } = request;
    const body = typeof sent === 'string' ? sent : new TextDecoder().decode(sent);
    const { status, headers = {}, body: text } = answer({ target: targetOf(request), body });
    // What the SDK reads of a response: it takes bytes for a body that has come whole.
    return { statusCode: status, headers: { ...headers }, body: Buffer.from(text) };
  };
}

function targetOf({ headers }: HttpRequest): string | undefined {
  return headers['x-amz-target'];
}

function handlerOf(handle: HttpHandler['handle']): HttpHandler {
  return { handle, updateHttpClientConfig: () => {}, httpHandlerConfigs: () => ({}) };
}
