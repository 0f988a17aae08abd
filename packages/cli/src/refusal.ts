import type { CommandContext } from './context.ts';
import { exitCodeOf } from './exit-codes.ts';
import { visible } from './output/visible.ts';
import type { Refused, TvmClient } from './tvm-client.ts';

/** Refusals in which it matters whether the caller counts as a person. */
const ofPolicy = new Set(['POLICY_DENY', 'APPROVAL_REQUIRED', 'FORBIDDEN']);

/** How long a refusal waits to learn who the caller is, in milliseconds. */
const whoamiMs = 2_000;

/**
 * Tells the person why not, and what next, and returns the exit code. After a denial by policy it asks
 * `GET /whoami`, which is neither counted nor blocked: a role that should have been a person is the
 * commonest cause, and nothing else tells.
 */
export async function reportRefusal(
  refused: Refused,
  client: Pick<TvmClient, 'whoami'>,
  context: Pick<CommandContext, 'stderr'>,
): Promise<number> {
  context.stderr(`${refusalText(refused)}\n`);
  if (ofPolicy.has(refused.code)) {
    const who = await client.whoami(AbortSignal.timeout(whoamiMs));
    if (who.ok && who.answer.kind === 'role') {
      const subject = visible(who.answer.subject);
      context.stderr(
        `note: you count as \`${subject}\`, a role rather than a person: see \`sentinel whoami\`\n`,
      );
    }
  }
  return exitCodeOf(refused.code);
}

/** A refusal in one to three lines, without a line feed at the end. */
export function refusalText(refused: Refused): string {
  const retry =
    refused.retryAfterSeconds === undefined ? [] : [`retry in: ${refused.retryAfterSeconds}s`];
  const help = refused.help === undefined ? [] : [`help: ${visible(refused.help)}`];
  const request = refused.requestId === undefined ? '' : ` [request ${visible(refused.requestId)}]`;
  return [
    `sentinel: ${visible(refused.message)} (${refused.code})${request}`,
    ...retry,
    ...help,
  ].join('\n');
}
