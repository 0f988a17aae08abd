import { openBreakGlass } from '@sentinel/core/contract/break-glass';
import { createRequest, type RequestAnswer, requests } from '@sentinel/core/contract/requests';
import type { VendAnswer } from '@sentinel/core/contract/vend';
import { CliError } from '../failure.ts';
import { visible } from '../output/visible.ts';
import { reportRefusal } from '../refusal.ts';
import type { Refused, Reply, TvmClient, VendAsk } from '../tvm-client.ts';
import { awaitApproval, reportWait } from './await-approval.ts';
import { type ExecContext, say } from './exec-context.ts';
import type { ExecOptions } from './exec-options.ts';

/** What `exec` was let in with, or the code that it ends with: the person has been told why. */
export type Admission =
  | { readonly answer: VendAnswer }
  | { readonly answer?: never; readonly exitCode: number };

type Parts = {
  readonly ask: VendAsk;
  readonly options: ExecOptions;
  readonly client: TvmClient;
  readonly context: ExecContext;
};

/**
 * Vends; where policy says no and the person has said what then, asks for an approval and waits, or breaks the glass,
 * and vends again. Never breaks it where policy says yes. Throws `CliError` `USAGE` where words are missing for that.
 */
export async function admitExec(parts: Parts): Promise<Admission> {
  const { ask, options, client, context } = parts;
  const reply = await client.vend(ask);
  if (reply.ok) return { answer: reply.answer };
  if (options.wait && reply.code === 'APPROVAL_REQUIRED') return waitAndVend(parts);
  if (options.breakGlass !== undefined && mayBreak(reply)) {
    return openAndVend(options.breakGlass, parts);
  }
  return { exitCode: await reportRefusal(reply, client, context) };
}

function mayBreak({ code }: Refused): boolean {
  return code === 'POLICY_DENY' || code === 'APPROVAL_REQUIRED';
}

async function waitAndVend(parts: Parts): Promise<Admission> {
  const { ask, client, context } = parts;
  const asked = await ownRequest(parts);
  if (!asked.ok) return { exitCode: await reportRefusal(asked, client, context) };
  const outcome = await awaitApproval(asked.answer, client, context);
  if (outcome.kind !== 'approved') {
    const goOn = `sentinel exec ${ask.profile} --wait`;
    return { exitCode: await reportWait(outcome, { client, context, goOn }) };
  }
  return vendAgain(parts);
}

/** The one that waits already, made by an earlier `--wait` maybe, or a new one. */
async function ownRequest(parts: Parts): Promise<Reply<RequestAnswer>> {
  const { client, context } = parts;
  const waiting = await standingRequest(parts);
  if (!waiting.ok) return waiting;
  if (waiting.answer !== undefined) {
    say(context, `you have asked already: request ${waiting.answer.id}`);
    return { ok: true, answer: waiting.answer };
  }
  const { profile, justification, ticket } = parts.ask;
  if (justification === undefined) {
    throw new CliError('USAGE', `\`${profile}\` needs an approval: tell why you ask for it`, {
      help: `sentinel exec ${profile} --wait --justification "..." -- ...`,
    });
  }
  return client.call(createRequest, {
    body: {
      profile,
      justification,
      ...(ticket === undefined ? {} : { ticket }),
      ...(parts.options.forSeconds === undefined ? {} : { duration: parts.options.forSeconds }),
    },
  });
}

/**
 * A pending one; or, where nothing is said that could be asked with, one that begins later, pending or approved. An
 * approved one that has begun would have let the vend pass.
 */
async function standingRequest({
  ask: { profile, justification },
  client,
  context,
}: Parts): Promise<Reply<RequestAnswer | undefined>> {
  const later: RequestAnswer[] = [];
  for (const status of ['pending', 'approved'] as const) {
    const page = await client.call(requests, { query: { profile, status, limit: '100' } });
    if (!page.ok) return page;
    const beginsLater = ({ not_before: from = '' }: RequestAnswer) =>
      Date.parse(from) > context.nowMs();
    const now = page.answer.items.find((each) => !beginsLater(each));
    if (status === 'pending' && now !== undefined) return { ok: true, answer: now };
    later.push(...page.answer.items.filter(beginsLater));
  }
  return { ok: true, answer: justification === undefined ? later[0] : undefined };
}

async function openAndVend(reasonCode: string, parts: Parts): Promise<Admission> {
  const { client, context, options } = parts;
  const { profile, ticket } = parts.ask;
  const { justification } = options;
  if (justification === undefined) {
    throw new CliError('USAGE', 'who breaks the glass tells why, in 20 characters at least', {
      help: `sentinel exec ${profile} --break-glass ${reasonCode} --justification "..." -- ...`,
    });
  }
  const opened = await client.call(openBreakGlass, {
    body: {
      profiles: [profile],
      reason_code: reasonCode,
      justification,
      ...(ticket === undefined ? {} : { ticket }),
      ...(options.forSeconds === undefined ? {} : { duration: options.forSeconds }),
    },
  });
  if (!opened.ok) return { exitCode: await reportRefusal(opened, client, context) };
  for (const event of opened.answer.items) {
    say(
      context,
      `the glass of \`${visible(profile)}\` is broken until ${visible(event.ends_at)}; ` +
        `when you are done: sentinel breakglass close ${event.id}`,
    );
  }
  return vendAgain(parts);
}

async function vendAgain({ ask, client, context }: Parts): Promise<Admission> {
  const reply = await client.vend(ask);
  if (reply.ok) return { answer: reply.answer };
  return { exitCode: await reportRefusal(reply, client, context) };
}
