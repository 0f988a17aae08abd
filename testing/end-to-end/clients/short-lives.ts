import type { Handler } from '@sentinel/devstack/gateway/invoke';
import * as z from 'zod/mini';

/** Makes what is vended end sooner for those who get it. */
export type ShortLives = {
  readonly between: (tvm: Handler) => Handler;
  /** What is asked for from now on says that it ends so many seconds later; `undefined`: the truth. */
  shorten(seconds: number | undefined): void;
};

const answerSchema = z.looseObject({ body: z.string() });

/**
 * STS issues nothing for less than 15 minutes and policy thinks in whole ones: a test that crosses an expiry in
 * seconds must change the one that clients are told.
 */
export function shortLives(): ShortLives {
  let lifeSeconds: number | undefined;
  return {
    between: (tvm) => async (event, context) => {
      const seconds = lifeSeconds;
      const answer = await tvm(event, context);
      const read = answerSchema.safeParse(answer);
      if (seconds === undefined || !read.success) return answer;
      const end = new Date(Date.now() + seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
      const body = read.data.body.replace(/"Expiration":"[^"]*"/, `"Expiration":"${end}"`);
      return { ...read.data, body };
    },
    shorten: (seconds) => {
      lifeSeconds = seconds;
    },
  };
}
