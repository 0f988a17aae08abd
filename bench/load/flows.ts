import type { Ask, Caller, Reply } from './call.ts';
import { leads } from './documents.ts';
import type { Person } from './people.ts';

/** What a person does in one go. */
export type FlowName = 'direct' | 'approved' | 'denied';

/** One call, what was expected of it, and what came. */
export type Sample = {
  readonly what: 'vend' | 'request' | 'approve' | 'refusal';
  /** When it was to be sent; milliseconds on this process's clock. */
  readonly dueAtMs: number;
  readonly reply: Reply;
  /** What is wrong with it. */
  readonly error?: string;
};

/** Runs a flow and hands over each call as it ends; the first is due at `dueAtMs`, each later one when it is sent. */
export async function runFlow(
  name: FlowName,
  who: Person,
  { caller, dueAtMs, take }: { caller: Caller; dueAtMs: number; take: (sample: Sample) => void },
): Promise<void> {
  let due: number | undefined = dueAtMs;
  const call = async (what: Sample['what'], ask: Ask, status = 200, code = '') => {
    const reply = await caller.call(ask);
    const error = faultOf(reply, status, code);
    take({ what, dueAtMs: due ?? reply.sentAtMs, reply, ...(error !== undefined && { error }) });
    due = undefined;
    return error === undefined ? reply : undefined;
  };
  const vend = (profile: string) => ({
    who,
    method: 'POST' as const,
    path: '/',
    body: { profile, justification: 'to see how it bears load' },
  });

  switch (name) {
    case 'direct':
      await call('vend', vend('production'));
      return;
    case 'denied':
      await call('refusal', vend('payments'), 403, 'POLICY_DENY');
      return;
    case 'approved': {
      const { body } = vend('database');
      const made = await call('request', { who, method: 'POST', path: '/requests', body });
      if (made === undefined) return;
      const { id }: { readonly id: string } = JSON.parse(made.body);
      const lead: Person = { kind: 'lead', nth: who.nth % leads };
      const path = `/requests/${id}/approve`;
      const approved = await call('approve', { who: lead, method: 'POST', path, body: {} });
      if (approved !== undefined) await call('vend', vend('database'));
    }
  }
}

function faultOf({ status, body }: Reply, wanted: number, code: string): string | undefined {
  if (status !== wanted) return `${status} instead of ${wanted}: ${body}`;
  if (code !== '' && !body.includes(`"Code":"${code}"`)) return `another code: ${body}`;
  return undefined;
}
