import type { ServerResponse } from 'node:http';
import type { Answer, Fault } from './call.ts';

export type Delivery = {
  readonly fault: Fault | undefined;
  readonly nowMs: number;
  readonly requestId: string;
  /** Does what was asked; `stale` asks for an answer out of date. */
  work(stale: boolean): Promise<Answer>;
  fail(fault: Extract<Fault, { kind: 'error' }>): Answer;
  throttle(): Answer;
};

/** Answers a call, or goes wrong in the way of its fault. */
export async function deliver(response: ServerResponse, delivery: Delivery): Promise<void> {
  const { fault } = delivery;
  switch (fault?.kind) {
    case undefined:
      return send(response, await delivery.work(false), delivery);
    case 'error':
      return send(response, delivery.fail(fault), delivery);
    case 'throttle':
      return send(response, delivery.throttle(), delivery);
    case 'timeout':
      return;
    case 'garbage':
      return send(response, garbage, delivery);
    case 'lost-reply':
      await delivery.work(false);
      response.destroy();
      return;
    case 'partial':
      return send(response, half(await delivery.work(false)), delivery);
    case 'slow': {
      const answer = await delivery.work(false);
      await fault.until;
      return send(response, answer, delivery);
    }
    case 'stale':
      return send(response, await delivery.work(true), delivery);
  }
}

const garbage: Answer = {
  status: 200,
  contentType: 'text/html',
  body: '<!doctype html><title>Welcome</title><p>This is not the page that you asked for.',
};

/** Sends an answer whole. */
export function send(
  response: ServerResponse,
  answer: Answer,
  about: { readonly nowMs: number; readonly requestId: string },
): void {
  // Clients correct their clock by this header, so it follows ours and not the machine's.
  response.setHeader('Date', new Date(about.nowMs).toUTCString());
  response.setHeader('Content-Type', answer.contentType);
  response.setHeader('Content-Length', Buffer.byteLength(answer.body));
  response.setHeader('x-amzn-RequestId', about.requestId);
  response.writeHead(answer.status).end(answer.body);
}

function half(answer: Answer): Answer {
  return { ...answer, body: answer.body.slice(0, answer.body.length / 2) };
}
