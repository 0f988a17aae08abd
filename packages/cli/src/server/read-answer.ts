import { type ErrorAnswer, errorAnswer } from '@sentinel/core/contract/error';
import * as z from 'zod/mini';
import type { ClientCode } from '../failure.ts';
import { visible } from '../output/visible.ts';
import type { Refused, Reply } from '../tvm-client.ts';
import type { Endpoint } from './endpoint.ts';
import type { HttpAnswer, NoAnswer } from './https.ts';

export type Asked = {
  readonly endpoint: Pick<Endpoint, 'host' | 'service'>;
  readonly nowMs: number;
};

/** Signed requests are accepted within five minutes of their date. */
const skewMs = 5 * 60_000;

/** What API Gateway and Lambda answer where the TVM does not: `message`, or `Message`. */
const gatewayAnswer = z.union([
  z.object({ message: z.string() }),
  z.object({ Message: z.string() }),
]);

/**
 * Reads an answer by its route's schema. Whatever is not one of ours becomes a refusal in our own words:
 * no text of a gateway, a proxy or a portal is shown (a gateway's may repeat the session token).
 */
export function readAnswer<S extends z.ZodMiniType>(
  schema: S,
  http: HttpAnswer,
  asked: Asked,
): Reply<z.output<S>> {
  const content = parsed(http.body);
  if (http.status === 200) {
    const answer = z.safeParse(schema, content);
    return answer.success ? { ok: true, answer: answer.data } : notOurs(http, asked);
  }
  const error = z.safeParse(errorAnswer(), content);
  if (http.status >= 400 && error.success) {
    const isCode = /^[A-Z][A-Z_]{0,63}$/.test(error.data.Code);
    return isCode ? refusal(http.status, error.data) : notOurs(http, asked);
  }
  if (http.status >= 300 && http.status < 400) {
    return refused(
      http.status,
      'REDIRECTED',
      `${at(asked)} points elsewhere; that is not followed`,
      {
        help: 'check `tvm_url`',
      },
    );
  }
  return z.safeParse(gatewayAnswer, content).success
    ? byGateway(http, asked)
    : notOurs(http, asked);
}

/** A refusal for a request that got no answer. */
export function noAnswerRefusal(why: NoAnswer, asked: Asked): Refused {
  const reason = visible(why.reason);
  switch (why.failed) {
    case 'unsent':
      return refused(0, 'UNREACHABLE', `cannot reach ${at(asked)} (${reason})`, {
        help: 'check the network, `HTTPS_PROXY` and `tvm_url`',
      });
    case 'lost':
      return refused(0, 'UNREACHABLE', `${at(asked)} did not answer (${reason})`);
    case 'untrusted':
      return refused(
        0,
        'UNTRUSTED_SERVER',
        `the certificate of ${at(asked)} does not hold (${reason})`,
        {
          help: 'behind a proxy that reads TLS, point `AWS_CA_BUNDLE` or `NODE_EXTRA_CA_CERTS` at its certificate',
        },
      );
    case 'too-large':
      return refused(0, 'BAD_ANSWER', `${at(asked)} answered more than it ever should`);
    case 'cancelled':
      return refused(0, 'CANCELLED', 'the request was cancelled');
  }
}

/** A refusal in the CLI's own words. */
export function refused(
  status: number,
  code: ClientCode,
  message: string,
  more: { readonly help?: string } = {},
): Refused {
  return { ok: false, status, code, message, ...more };
}

function refusal(status: number, error: ErrorAnswer): Refused {
  return {
    ok: false,
    status,
    code: error.Code,
    message: line(error.Message),
    requestId: line(error.RequestId),
    ...(error.Help === undefined ? {} : { help: line(error.Help) }),
    ...(error.RetryAfter === undefined ? {} : { retryAfterSeconds: error.RetryAfter }),
  };
}

function byGateway(http: HttpAnswer, asked: Asked): Refused {
  switch (http.status) {
    case 403:
      return forbidden(http, asked);
    case 404:
      return refused(404, 'BAD_ANSWER', `${at(asked)} knows no such path`, {
        help: 'check the path in `tvm_url`',
      });
    case 429:
      return refused(429, 'UNAVAILABLE', `${at(asked)} has too many requests`, {
        help: 'try again in a few seconds',
      });
    default:
      return http.status >= 500
        ? refused(http.status, 'UNAVAILABLE', `${at(asked)} failed (${http.status})`)
        : notOurs(http, asked);
  }
}

// An HTTP API says only "Forbidden" for a stale signature as for a missing permission: the clock tells them apart.
function forbidden(http: HttpAnswer, asked: Asked): Refused {
  const date = http.headers['date'];
  const offMs = typeof date === 'string' ? Date.parse(date) - asked.nowMs : Number.NaN;
  if (Math.abs(offMs) > skewMs) {
    const minutes = Math.round(Math.abs(offMs) / 60_000);
    const way = offMs > 0 ? 'behind' : 'ahead of';
    return refused(
      403,
      'CLOCK_SKEW',
      `this machine's clock is ${minutes} minutes ${way} the server's, so signatures do not hold`,
      { help: 'set the clock' },
    );
  }
  const action =
    asked.endpoint.service === 'lambda'
      ? '`lambda:InvokeFunctionUrl` and `lambda:InvokeFunction`'
      : '`execute-api:Invoke`';
  return refused(
    403,
    'GATEWAY_FORBIDDEN',
    `IAM does not let these base credentials call ${at(asked)}: they need ${action}, and must not have expired`,
    { help: 'see whose they are with `aws sts get-caller-identity`, and check `base_profile`' },
  );
}

function notOurs(http: HttpAnswer, asked: Asked): Refused {
  const type = http.headers['content-type'];
  const what = typeof type === 'string' ? `, \`${line(type)}\`` : '';
  return refused(
    http.status,
    'BAD_ANSWER',
    `what ${at(asked)} answered (${http.status}${what}) is not an answer of Sentinel's`,
    { help: 'check `tvm_url`, and whether a proxy answers in its place' },
  );
}

function at(asked: Asked): string {
  return `\`${asked.endpoint.host}\``;
}

function line(text: string): string {
  const shown = visible(text);
  return shown.length <= 1000 ? shown : `${shown.slice(0, 1000)}...`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
