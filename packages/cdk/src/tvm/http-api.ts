import { Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpRoute,
  type HttpRouteIntegration,
  HttpRouteKey,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { CfnPermission, Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { routeKeys } from '../declarations/routes.ts';
import { stage } from './environments.ts';
import type { Settings } from './props.ts';

/** The API before its routes: its id is a setting of the function that they lead to. */
export function httpApi(scope: Construct, settings: Settings, accessLog: ILogGroup): HttpApi {
  const api = new HttpApi(scope, 'Api', {
    apiName: settings.name,
    description: 'Sentinel: every route takes requests signed by IAM principals',
    createDefaultStage: false,
  });
  new HttpStage(scope, 'Stage', {
    httpApi: api,
    stageName: stage,
    autoDeploy: true,
    detailedMetricsEnabled: true,
    throttle: { rateLimit: settings.throttleRate, burstLimit: settings.throttleBurst },
    accessLogSettings: {
      destination: new LogGroupLogDestination(accessLog),
      format: AccessLogFormat.custom(JSON.stringify(accessLogLine)),
    },
  });
  return api;
}

/** Every route of the contract, each for signed requests only. */
export function addRoutes(scope: Construct, api: HttpApi, handler: Lambda): void {
  // The integration would let each route call the function, at any stage: it is handed one that takes no permissions.
  const integration: HttpRouteIntegration = new HttpLambdaIntegration(
    'Integration',
    Lambda.fromFunctionAttributes(scope, 'api-as-it-is', {
      functionArn: handler.functionArn,
      skipPermissions: true,
    }),
  );
  const authorizer: IHttpRouteAuthorizer = new HttpIamAuthorizer();
  for (const routeKey of routeKeys) {
    const [method = '', path = ''] = routeKey.split(' ');
    new HttpRoute(scope, routeKey.replaceAll('/', '_'), {
      httpApi: api,
      routeKey: HttpRouteKey.with(path, methods[method]),
      integration,
      authorizer,
    });
  }
  allowApi(scope, api, handler);
}

/** ARN of the API's stage for `execute-api:Invoke`: behind it stand `/METHOD/path`. */
export function executionArn(scope: Construct, apiId: string): string {
  const { partition, region, account } = Stack.of(scope);
  return `arn:${partition}:execute-api:${region}:${account}:${apiId}/${stage}`;
}

/**
 * Only this API, at this stage, may hand the function an event: whoever else could, could be anybody.
 * https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 */
function allowApi(scope: Construct, api: HttpApi, handler: Lambda): void {
  new CfnPermission(scope, 'OnlyThisApi', {
    action: 'lambda:InvokeFunction',
    functionName: handler.functionArn,
    principal: 'apigateway.amazonaws.com',
    sourceArn: `${executionArn(scope, api.apiId)}/*`,
  });
}

const methods: Readonly<Record<string, HttpMethod>> = {
  GET: HttpMethod.GET,
  POST: HttpMethod.POST,
  DELETE: HttpMethod.DELETE,
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html */
const accessLogLine = {
  time: '$context.requestTime',
  request_id: '$context.requestId',
  route: '$context.routeKey',
  method: '$context.httpMethod',
  status: '$context.status',
  caller_arn: '$context.identity.userArn',
  account: '$context.identity.accountId',
  source_ip: '$context.identity.sourceIp',
  user_agent: '$context.identity.userAgent',
  error: '$context.error.message',
  integration_error: '$context.integrationErrorMessage',
  integration_status: '$context.integrationStatus',
  integration_latency: '$context.integrationLatency',
  response_latency: '$context.responseLatency',
  response_length: '$context.responseLength',
};
