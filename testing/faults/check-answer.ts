import { commonErrors, errorAnswer, httpStatus } from '@sentinel/core/contract/error';
import { routes } from '@sentinel/core/contract/index';
import type { Route } from '@sentinel/core/contract/route';
import type { Code } from '@sentinel/core/reasons';
import type { Ask, Reply } from './town.ts';

/** Words of SDKs, services and sockets; of our own errors' insides; and what only a secret holds. */
const foreign =
  /ETIMEDOUT|ECONNRESET|socket|timed? ?out|Throttl|Rate exceeded|Exception|TypeError|undefined|<html|<!doctype|JSON at|Unexpected|arn:aws:(sts|ssm|dynamodb)|smithy|SDK|canary|\bat .*\.ts:/i;

const secret = /SecretAccessKey|secret-canary|token-canary|"Token"/;

/** Whether an answer is one of the contract, clear, and without what nobody may know: what is wrong, in words. */
export function wrongInAnswer(reply: Reply, ask: Ask): readonly string[] {
  const route: Route = routes[ask.route];
  if (reply.status === 200) {
    const read = route.answer().safeParse(reply.json);
    if (!read.success) return [`the answer is not as declared: ${reply.body.slice(0, 200)}`];
    const mayHold = ask.route === 'vend' || ask.route === 'vendByQuery';
    return !mayHold && secret.test(reply.body) ? ['the answer holds a secret'] : [];
  }
  const read = errorAnswer().safeParse(reply.json);
  if (!read.success) return [`the error is not as declared: ${reply.body.slice(0, 200)}`];
  const code = read.data.Code as Code; // looked up in the table of all codes
  const wrong: string[] = [];
  if (![...commonErrors, ...route.errors].includes(code))
    wrong.push(`the route answers no ${code}`);
  if (httpStatus[code] !== reply.status) wrong.push(`${code} with status ${reply.status}`);
  if (foreign.test(reply.body)) wrong.push(`foreign words: ${reply.body}`);
  if (secret.test(reply.body)) wrong.push('the error holds a secret');
  return wrong;
}
