import { createServer } from 'node:http';
import { listen } from '@sentinel/tvm/testing/local-server';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { credentials } from './local-tables.ts';
import { bodyOf, withBody } from './wire-fault.ts';
import { type Around, failingWire, type Handle, type WirePlan } from './wire-faults.ts';

/** How long one waits for a server that never answers. */
const patienceMs = 30;

/** Connections that the instances of a run share, and a server that never answers. */
export async function wirePlace() {
  const mute = createServer(() => undefined);
  const { hostname, port } = new URL(await listen(mute));
  const wire = new NodeHttpHandler({ requestTimeout: 20_000 });
  const impatient = new NodeHttpHandler({
    requestTimeout: patienceMs,
    throwOnRequestTimeout: true,
  });
  const silence: Handle = (request, options) =>
    impatient.handle(
      Object.assign(Object.create(request), { hostname, port: Number(port) }),
      options,
    );
  return {
    /** What the clients of one instance send by. `pasts`: tables that lag behind `table`. */
    instance(
      plan: WirePlan | undefined,
      table: string,
      pasts: Readonly<Record<'stale' | 'staler', string>>,
    ) {
      const past: Around['past'] = (request, way) =>
        withBody(
          request,
          request.headers['x-amz-target'] === undefined
            ? `${bodyOf(request)}&AsBefore=1`
            : bodyOf(request).replace(`"${table}"`, `"${pasts[way]}"`),
        );
      const send: Handle = (request, options) => wire.handle(request, options);
      const failing = failingWire(plan, { send, silence, past });
      const at = (endpoint: string) => ({
        endpoint,
        credentials,
        requestHandler: failing.handler,
      });
      return { ...failing, at };
    },
    close() {
      wire.destroy();
      impatient.destroy();
      mute.closeAllConnections();
      mute.close();
    },
  };
}

export type WirePlace = Awaited<ReturnType<typeof wirePlace>>;
