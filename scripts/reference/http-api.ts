import { commonErrors, errorAnswer, httpStatus } from '@sentinel/core/contract/error';
import { routes } from '@sentinel/core/contract/index';
import type { Route, Schema } from '@sentinel/core/contract/route';
import type { Code } from '@sentinel/core/reasons';
import { code, page, table } from './markdown.ts';
import { membersTable } from './members.ts';
import { refusalsOf } from './refusals.ts';

/** Only where a call is counted: see `admission`. */
export const admissionErrors: readonly Code[] = ['SUBJECT_BLOCKED', 'RATE_LIMITED'];

const allCodes = Object.keys(httpStatus).filter((text): text is Code =>
  Object.hasOwn(httpStatus, text),
);

const requests = `Every route is behind IAM authorization: a request carries a Signature Version 4 in its headers, and the server
takes the signer from \`requestContext.authorizer.iam\` of API Gateway's payload format 2.0, never from the request.

- A body is JSON in UTF-8 with \`Content-Type: application/json\`, at most 16,384 bytes and 8 levels deep. Each key
  stands once; numbers have no exponent; \`__proto__\`, \`constructor\` and \`prototype\` are no keys.
- A query is \`name=value&...\`: names in lower case, values percent-encoded, \`+\` and \`=\` too, each name once.
  \`X-Amz-*\` parameters are refused with all other names in capitals.
- Members that a route does not know are refused. A route without a query or a body takes none.
- Paths are compared as they come, without decoding.
- An \`Idempotency-Key\` (1 to 128 visible characters, no comma), where a route takes one, stands for one subject, one route
  and one body: the same call once more finds what the first one made, and another body under the same key is
  \`CONFLICT\`. Make a new one for each thing that you do.

Every answer is JSON with \`Content-Type: application/json; charset=utf-8\`, \`Cache-Control: no-store\` and
\`X-Sentinel-Request-Id\`. What is done is answered with 200. Times are RFC 3339 in UTC.

A _counted_ call counts against the rate of its subject, and a block of all profiles refuses it, whatever it came with.`;

const notBuilt = '- `DEVICE_VERIFICATION_FAILED` is declared; nothing answers it.';

/** `http-api.md`: every route and every code. */
export function httpApiPage(): string {
  const all: readonly Route[] = Object.values(routes);
  return page('HTTP API', [
    requests,
    'The same as OpenAPI 3.1: [openapi.json](openapi.json).',
    '## Routes',
    table(
      ['Route', 'What it does', 'Who', 'Counted'],
      all.map((route) => [
        `[${code(`${route.method} ${route.path}`)}](#${route.id})`,
        route.summary,
        route.who,
        route.admission ? 'yes' : 'no',
      ]),
    ),
    ...all.flatMap((route) => routeBlocks(route, all)),
    '## Errors',
    membersTable(errorAnswer()),
    `Any route may answer ${codes(commonErrors)}; ${codes(admissionErrors)} only where the call is counted, or the route says so. API Gateway
itself answers 403 with \`{"message": ...}\` where a signature is missing or wrong, or IAM does not allow the call.`,
    table(['HTTP', 'Code', 'Message', 'Help'], errorRows()),
    `A profile that does not exist, one that is not visible to the caller and one whose document is broken answer alike,
by the first message of \`POLICY_DENY\`. Details of a 5xx are in the log under the request id, never in the answer.
\`RATE_LIMITED\` and \`DEPENDENCY_UNAVAILABLE\` come with \`RetryAfter\`.`,
    '## Not built yet',
    notBuilt,
  ]);
}

function routeBlocks(route: Route, all: readonly Route[]): readonly string[] {
  const parts: readonly (readonly [string, Schema | undefined])[] = [
    ['Path', route.params],
    ['Query', route.query],
    ['Body', route.body],
  ];
  const own = route.errors.length === 0 ? 'none' : codes(route.errors);
  return [
    `## ${route.id}`,
    `${code(`${route.method} ${route.path}`)}: ${route.summary}. Who: ${route.who}.`,
    ...(route.keyed ? ['Takes an `Idempotency-Key`.'] : []),
    ...parts.flatMap(([name, schema]) => membersBlock(name, schema)),
    ...answerBlock(route, all),
    `**Errors** beside those of every route: ${own}.`,
  ];
}

/** An answer that an earlier route gives too is told there. */
function answerBlock(route: Route, all: readonly Route[]): readonly string[] {
  const first = all.find(({ answer }) => answer === route.answer);
  if (first === undefined || first === route) return membersBlock('Answer', route.answer);
  return [`**Answer**: that of [${first.id}](#${first.id}).`];
}

function membersBlock(name: string, schema: Schema | undefined): readonly string[] {
  const members = schema === undefined ? 'none' : membersTable(schema());
  return members === 'none' ? [] : [`**${name}**`, members];
}

function errorRows(): readonly (readonly (string | number)[])[] {
  return allCodes.flatMap((name) => {
    const head = [httpStatus[name], code(name)];
    const refusals = refusalsOf(name);
    if (refusals.length === 0) return [[...head, '_not built yet_', '']];
    return refusals.map(({ message, help }) => [...head, message, helpText(help ?? '')]);
  });
}

/** Commands as code, words as words. */
function helpText(help: string): string {
  return help.startsWith('sentinel ') ? code(help) : help;
}

function codes(list: readonly Code[]): string {
  return list.map(code).join(', ');
}
