import { recorded } from '@sentinel/core/audit/recorded';
import { isRefusal, type Refusal, reasons } from '@sentinel/core/reasons';
import type { World } from '@sentinel/core/world';
import { answerRefusal, answerWith, type HttpAnswer } from './answer.ts';
import type { Bound } from './bind.ts';
import { matchRoute } from './match-route.ts';
import { type Rim, readEvent } from './read-event.ts';
import { bound } from './routes/index.ts';

/** Handles one event of payload format 2.0; never throws. */
export type App = (event: unknown, lambdaRequestId: string) => Promise<HttpAnswer>;

/**
 * The whole server: reads the event, finds the route, runs it, answers, and writes one decision record whatever
 * happened on the way.
 */
export function createApp(world: World, rim: Rim): App {
  return async (event, lambdaRequestId) => {
    const requestId = drawId(world);
    const more: Record<string, string> = {};
    const result = await recorded(
      { event: 'unknown', request_id: requestId, lambda_request_id: lambdaRequestId },
      world,
      async (story): Promise<object | Refusal> => {
        if (requestId === noId) return reasons.internal('the random source failed');
        const request = readEvent(event, rim);
        if (isRefusal(request)) return request;
        const { signer, sourceIp, userAgent } = request;
        story.note({
          caller_arn: signer.userArn,
          account: signer.accountId,
          source_ip: sourceIp,
          user_agent: userAgent,
        });

        const match = matchRoute<Bound>(bound, request);
        if ('refusal' in match) {
          if (match.allowed.length > 0) more['Allow'] = match.allowed.join(', ');
          return match.refusal;
        }
        story.note({ event: match.bound.route.id });
        const call = { requestId, signer, sourceIp, userAgent, story };
        return match.bound.run({ request, params: match.params }, call, world);
      },
    );
    return isRefusal(result)
      ? answerRefusal(result, requestId, more)
      : answerWith(result, requestId);
  };
}

/** Stands for a request id that could not be drawn: the request is refused, and the refusal recorded. */
const noId = 'none';

function drawId(world: World): string {
  try {
    return world.random.id();
  } catch {
    return noId;
  }
}
