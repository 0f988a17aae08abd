import { commonErrors, errorAnswer, httpStatus } from '@sentinel/core/contract/error';
import { routes } from '@sentinel/core/contract/index';
import type { Route, Schema } from '@sentinel/core/contract/route';
import { idempotencyKeys } from '@sentinel/tvm/http/bind';
import { version } from '@sentinel/tvm/version';
import * as z from 'zod/mini';
import { admissionErrors } from './http-api.ts';
import { jsonText } from './json.ts';

type Json = Readonly<Record<string, unknown>>;

/** `openapi.json`: the API as OpenAPI 3.1. */
export function openapiText(): string {
  const all: readonly Route[] = Object.values(routes);
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of all) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) };
  }
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'Sentinel',
      version,
      description: 'Short-lived AWS credentials, by policy. Every request is signed (SigV4).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [
      {
        url: 'https://{api}.execute-api.{region}.amazonaws.com',
        variables: { api: { default: 'a1b2c3d4e5' }, region: { default: 'eu-west-1' } },
      },
    ],
    security: [{ sigv4: [] }],
    paths,
    components: {
      schemas: { Error: schemaOf(errorAnswer()) },
      securitySchemes: {
        sigv4: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: 'AWS Signature Version 4 for `execute-api`',
          'x-amazon-apigateway-authtype': 'awsSigv4',
        },
      },
    },
  };
  return jsonText(document);
}

function operationOf(route: Route): Json {
  const parameters = [
    ...parametersOf('path', route.params),
    ...parametersOf('query', route.query),
    ...(route.keyed ? [idempotencyKey] : []),
  ];
  const takesBody = route.body !== undefined;
  return {
    operationId: route.id,
    summary: route.summary,
    description: `Who: ${route.who}.`,
    ...(parameters.length > 0 && { parameters }),
    ...(takesBody && { requestBody: { content: { 'application/json': bodyOf(route.body) } } }),
    responses: {
      200: { description: 'done', content: { 'application/json': bodyOf(route.answer) } },
      ...errorResponses(route),
    },
  };
}

const idempotencyKey: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'the same call once more, told by its key, finds what the first one made',
  schema: { type: 'string', pattern: idempotencyKeys.source },
};

function parametersOf(place: 'path' | 'query', schema: Schema | undefined): readonly Json[] {
  if (schema === undefined) return [];
  const { properties = {} } = z.toJSONSchema(schema(), { io: 'input' });
  return Object.entries(properties).map(([name, given]) => {
    const { description, ...rest } = typeof given === 'boolean' ? {} : given;
    return {
      name,
      in: place,
      required: place === 'path',
      ...(description !== undefined && { description }),
      schema: rest,
    };
  });
}

function bodyOf(schema: Schema): Json {
  return { schema: schemaOf(schema()) };
}

/** OpenAPI 3.1 takes JSON Schema as it is; which draft, it says once for all. */
function schemaOf(schema: z.ZodMiniType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}

/** One response a status, naming the codes that it may bear. */
function errorResponses(route: Route): Json {
  const codes = [...commonErrors, ...route.errors].filter(
    (code) => route.admission || !admissionErrors.includes(code),
  );
  const statuses = [...new Set(codes.map((code) => httpStatus[code]))].sort();
  return Object.fromEntries(
    statuses.map((status) => {
      const names = codes.filter((code) => httpStatus[code] === status);
      return [
        status,
        {
          description: names.join(', '),
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
        },
      ];
    }),
  );
}
