import {
  type BreakGlassAnswer,
  breakGlassById,
  breakGlassEvents,
  closeBreakGlass,
  extendBreakGlass,
  openBreakGlass,
  reviewBreakGlass,
} from '@sentinel/core/contract/break-glass';
import type { CommandContext } from '../context.ts';
import { CliError } from '../failure.ts';
import { mayStyle } from '../output/style.ts';
import { visible } from '../output/visible.ts';
import { reportRefusal } from '../refusal.ts';
import type { Reply, TvmClient } from '../tvm-client.ts';
import { eventsView, eventView } from './breakglass-view.ts';
import { collect } from './collect.ts';

/** Opens for all profiles or for none. */
export async function openEvents(
  profiles: readonly string[],
  options: {
    readonly code: string;
    readonly justification: string;
    readonly for?: number;
    readonly ticket?: string;
  },
  context: CommandContext,
): Promise<number> {
  const client = await context.client();
  const reply = await client.call(openBreakGlass, {
    body: {
      profiles: [...profiles],
      reason_code: options.code,
      justification: options.justification,
      ...(options.for === undefined ? {} : { duration: options.for }),
      ...(options.ticket === undefined ? {} : { ticket: options.ticket }),
    },
  });
  if (!reply.ok) return reportRefusal(reply, client, context);
  const { items } = reply.answer;
  context.stdout(eventsView(items, context.settings.output, mayStyle(context)));
  if (context.settings.output === 'text') {
    // As the person typed it: what a server says never becomes a command to paste.
    for (const profile of profiles) context.stderr(`next: sentinel exec ${visible(profile)}\n`);
    for (const { id } of items) {
      context.stderr(`when you are done: sentinel breakglass close ${id}\n`);
    }
  }
  return 0;
}

/** Lists events, newest first. */
export async function listEvents(
  options: {
    readonly toReview?: true;
    readonly all?: true;
    readonly status?: BreakGlassAnswer['status'];
    readonly profile?: string;
    readonly limit: number;
  },
  context: CommandContext,
): Promise<number> {
  const client = await context.client();
  const view = options.toReview ? 'to_review' : options.all ? 'all' : undefined;
  const reply = await collect(options.limit, (page) =>
    client.call(breakGlassEvents, {
      query: {
        ...page,
        ...(view === undefined ? {} : { view }),
        ...(options.status === undefined ? {} : { status: options.status }),
        ...(options.profile === undefined ? {} : { profile: options.profile }),
      },
    }),
  );
  if (!reply.ok) return reportRefusal(reply, client, context);
  context.stdout(eventsView(reply.answer, context.settings.output, mayStyle(context)));
  return 0;
}

/** Shows one event. */
export async function showEvent(id: string, context: CommandContext): Promise<number> {
  return shown(context, (client) => client.call(breakGlassById, { params: { id } }));
}

/** Lets an own event last so many seconds from now. */
export async function extendEvent(
  id: string,
  duration: number,
  context: CommandContext,
): Promise<number> {
  return shown(context, (client) =>
    client.call(extendBreakGlass, { params: { id }, body: { duration } }),
  );
}

/** Ends an event. */
export async function closeEvent(
  id: string,
  comment: string | undefined,
  context: CommandContext,
): Promise<number> {
  const body = comment === undefined ? {} : { comment };
  return shown(context, (client) => client.call(closeBreakGlass, { params: { id }, body }));
}

/** Reviews an event that is over. Throws `CliError` `USAGE` without a verdict. */
export async function reviewEvent(
  id: string,
  options: {
    readonly justified?: true;
    readonly unjustified?: true;
    readonly comment?: string;
  },
  context: CommandContext,
): Promise<number> {
  if (!options.justified && !options.unjustified) {
    throw new CliError('USAGE', 'a review says `--justified` or `--unjustified`', {
      help: `sentinel breakglass show ${id}`,
    });
  }
  const { comment } = options;
  const verdict = options.justified ? ('justified' as const) : ('unjustified' as const);
  const body = { verdict, ...(comment === undefined ? {} : { comment }) };
  return shown(context, (client) => client.call(reviewBreakGlass, { params: { id }, body }));
}

async function shown(
  context: CommandContext,
  call: (client: TvmClient) => Promise<Reply<BreakGlassAnswer>>,
): Promise<number> {
  const client = await context.client();
  const reply = await call(client);
  if (!reply.ok) return reportRefusal(reply, client, context);
  context.stdout(eventView(reply.answer, context.settings.output));
  return 0;
}
