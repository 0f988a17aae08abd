import { createLedger } from '@sentinel/core/audit/ledger';
import type { DecisionRecord } from '@sentinel/core/audit/record';
import { memoryPolicies } from '@sentinel/core/memory/policies';
import { type MemoryWorld, memoryWorld } from '@sentinel/core/memory/world';
import { createLibrary, type Library } from '@sentinel/core/policy/library';
import type { Ports } from '@sentinel/core/ports';
import { ownAccount, sha256 } from '@sentinel/core/testing/a-world';
import { sealedPageTokens } from '@sentinel/tvm/adapters/page-tokens';
import { createApp } from '@sentinel/tvm/http/app';
import { rim } from '@sentinel/tvm/testing/an-event';
import { type Ask, documents, eventOf, type Reply, replyOf } from './town.ts';

/** One call of a port, with what it was asked. */
export type PortCall = {
  readonly port: keyof Ports;
  readonly method: string;
  readonly values: readonly unknown[];
};

/** Stands before every call of a port. */
export type Gate = (call: PortCall, proceed: () => unknown) => unknown;

/** One call of STS. */
type Asked = {
  readonly sourceIdentity: string;
  readonly isHeld: boolean;
  readonly atMs: number;
};

/** The API over the twins of its ports. */
export type TwinTown = {
  readonly outside: MemoryWorld;
  /** As STS was asked: whether the session that is to be stamped was stored and active then. */
  readonly asked: readonly Asked[];
  send(ask: Ask): Promise<Reply>;
  /** The calls of one request go through `gate`. `isCold`: by an instance that has read no document yet. */
  sendThrough(gate: Gate, ask: Ask, isCold?: boolean): Promise<Reply>;
  records(): readonly DecisionRecord[];
};

/** Documents of a town do not change, and reading them takes longer than all else: one library has read them. */
const read = readDocuments();

export function twinTown(): TwinTown {
  const outside = memoryWorld();
  putDocuments(outside.policies);
  const asked: Asked[] = [];
  const passing: Gate = (_call, proceed) => proceed();
  let gate = passing;
  const ports = gated(outside, (call, proceed) => {
    if (call.port === 'credentials') asked.push(heldNow(outside, call.values[0]));
    return gate(call, proceed);
  });
  let instances = 0;
  const instance = (library: Library | undefined) => {
    const { clock } = ports;
    instances += 1;
    const world = {
      ...ports,
      library: library ?? createLibrary({ policies: ports.policies, clock, sha256 }),
      pageTokens: sealedPageTokens(() => ports.control.pageTokenKey()),
      ledger: createLedger(instances.toString(16).padStart(16, 'a'), { ...ports, sha256 }),
      sha256,
      settings: {
        accountId: ownAccount,
        partition: 'aws',
        callerAccounts: new Set([ownAccount]),
        policyRoot: '/sentinel/policies',
        sessionSeconds: 12 * 3600,
        sessionVends: 200,
        version: '0.0.0',
      },
    };
    return createApp(world, rim);
  };
  const warm = instance(read);
  return {
    outside,
    asked,
    send: async (ask) => replyOf(await warm(eventOf(ask), 'lambda-1')),
    sendThrough: async (through, ask, isCold = false) => {
      // An instance of its own: one that has noted how far it came would not note it again.
      const app = instance(isCold ? undefined : read);
      gate = through;
      try {
        return replyOf(await app(eventOf(ask), 'lambda-2'));
      } finally {
        gate = passing;
      }
    },
    records: () => {
      const lines = outside.trail.lines().map((line) => JSON.parse(line));
      return lines.filter((line) => 'seq' in line);
    },
  };
}

function heldNow({ sessions, clock }: MemoryWorld, ask: unknown): Asked {
  const sourceIdentity = String(Reflect.get(Object(ask), 'sourceIdentity'));
  const isHeld = sessions
    .all()
    .some((each) => each.sourceIdentity === sourceIdentity && each.status === 'active');
  return { sourceIdentity, isHeld, atMs: clock.nowMs() };
}

function gated(outside: MemoryWorld, gate: Gate): Ports {
  const { ports, ...twins } = outside;
  const around = (port: keyof Ports) =>
    new Proxy(twins[port], {
      get: (target, method) => {
        const member: unknown = Reflect.get(target, method);
        if (typeof member !== 'function' || typeof method !== 'string') return member;
        return (...values: readonly unknown[]) =>
          gate({ port, method, values }, () => Reflect.apply(member, target, values));
      },
    });
  const names = Object.keys(twins) as (keyof Ports)[]; // the twins are named as the ports
  return { ...ports, ...Object.fromEntries(names.map((name) => [name, around(name)])) };
}

function readDocuments(): Library {
  const policies = memoryPolicies();
  putDocuments(policies);
  return createLibrary({ policies, clock: { nowMs: () => 0 }, sha256 });
}

function putDocuments(policies: MemoryWorld['policies']): void {
  for (const [name, text] of Object.entries(documents)) {
    const [, kind = '', of = ''] = name.split('/');
    if (kind === 'directory') policies.put({ kind }, text);
    else policies.put({ kind: kind === 'groups' ? 'group' : 'profile', name: of }, text);
  }
}
