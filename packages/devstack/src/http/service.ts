import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '@sentinel/core/ports';
import type { Iam } from '../iam/iam.ts';
import type { Principal } from '../iam/principal.ts';
import { type WireRequest, wireRequest } from '../sigv4/wire-request.ts';
import { authenticate, type Unauthenticated } from './authenticate.ts';
import type { Answer, Call, Faults, Input } from './call.ts';
import { type Delivery, deliver, send } from './deliver.ts';
import { type Listening, listen } from './listen.ts';
import { readBody } from './read-body.ts';

/** What one service makes of a request; everything around it is the same for all. */
export type Service = {
  /** Signing name. */
  readonly name: string;
  /** Whether it takes a signature in the query string. */
  readonly takesPresigned?: boolean;
  /** Which operation with which input; an answer where it cannot be read. */
  parse(request: WireRequest): Parsed | Answer;
  handle(asked: Asked): Answer | Promise<Answer>;
  refuse(reason: Unauthenticated): Answer;
  /** The service's own error; without a code its internal failure. */
  fail: Delivery['fail'];
  throttle: Delivery['throttle'];
};

export type Parsed = { readonly operation: string; readonly input: Input };

export type Asked = Parsed & {
  readonly principal: Principal;
  readonly requestId: string;
  readonly nowMs: number;
  /** An answer out of date is wanted. */
  readonly stale: boolean;
};

/** What every stand-in needs to start. */
export type Surroundings = {
  readonly iam: Iam;
  readonly region: string;
  readonly clock: Clock;
  /** 0 or nothing: any free port. */
  readonly port?: number;
  readonly faults?: Faults;
};

export type Running = Listening & {
  /** The last calls with a valid signature, oldest first, no more than 10,000. */
  readonly calls: readonly Call[];
  /** How many calls there were in all, or of one operation. */
  count(operation?: string): number;
};

const maxBodyBytes = 16 * 1024 * 1024;
const maxCallsKept = 10_000;

/** Serves one AWS service on loopback: signature, then fault, then the service itself. */
export async function startService(service: Service, around: Surroundings): Promise<Running> {
  const calls: Call[] = [];
  const counts = new Map<string, number>();
  let total = 0;

  function record(parsed: Parsed, accessKeyId: string): Call {
    total += 1;
    counts.set(parsed.operation, (counts.get(parsed.operation) ?? 0) + 1);
    const call: Call = { service: service.name, nth: total, accessKeyId, ...parsed };
    calls.push(call);
    if (calls.length > maxCallsKept) calls.shift();
    return call;
  }

  async function respond(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(message, maxBodyBytes);
    const about = { nowMs: around.clock.nowMs(), requestId: randomUUID() };
    if (body === undefined) return send(response, tooLarge, about);
    const request = wireRequest(message, body);

    const { iam, region } = around;
    const { name, takesPresigned = false } = service;
    const caller = authenticate(request, { iam, region, service: name, takesPresigned, ...about });
    if (!caller.ok) return send(response, service.refuse(caller.reason), about);
    const parsed = service.parse(request);
    if ('status' in parsed) return send(response, parsed, about);

    const call = record(parsed, caller.accessKeyId);
    const fault = await around.faults?.(call);
    const asked = { ...parsed, ...about, principal: caller.principal };
    await deliver(response, {
      ...about,
      fault,
      work: async (stale) => service.handle({ ...asked, stale }),
      fail: service.fail,
      throttle: service.throttle,
    });
  }

  function onRequest(message: IncomingMessage, response: ServerResponse): void {
    respond(message, response).catch((error: unknown) => {
      if (response.headersSent) return response.destroy();
      const answer = service.fail({ kind: 'error', message: String(error) });
      return send(response, answer, { nowMs: around.clock.nowMs(), requestId: randomUUID() });
    });
  }

  const listening = await listen(onRequest, around.port);
  return {
    ...listening,
    calls,
    count: (operation) => (operation === undefined ? total : (counts.get(operation) ?? 0)),
  };
}

const tooLarge: Answer = { status: 413, contentType: 'text/plain', body: '' };
