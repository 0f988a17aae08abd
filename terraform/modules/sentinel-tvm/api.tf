resource "aws_apigatewayv2_api" "sentinel" {
  name          = var.name
  description   = "Sentinel: every route takes requests signed by IAM principals"
  protocol_type = "HTTP"
  tags          = var.tags
}

resource "aws_apigatewayv2_integration" "api" {
  api_id                 = aws_apigatewayv2_api.sentinel.id
  integration_type       = "AWS_PROXY"
  integration_method     = "POST"
  integration_uri        = aws_lambda_function.function["api"].invoke_arn
  payload_format_version = "2.0"
  timeout_milliseconds   = 30000
}

resource "aws_apigatewayv2_route" "route" {
  for_each = local.routes

  api_id             = aws_apigatewayv2_api.sentinel.id
  route_key          = each.key
  authorization_type = "AWS_IAM"
  target             = "integrations/${aws_apigatewayv2_integration.api.id}"
}

resource "aws_apigatewayv2_stage" "stage" {
  api_id      = aws_apigatewayv2_api.sentinel.id
  name        = local.stage
  auto_deploy = true
  tags        = var.tags

  default_route_settings {
    detailed_metrics_enabled = true
    throttling_rate_limit    = var.throttle_rate
    throttling_burst_limit   = var.throttle_burst
  }

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    format          = jsonencode(local.access_log)
  }
}

locals {
  # https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
  access_log = {
    time                = "$context.requestTime"
    request_id          = "$context.requestId"
    route               = "$context.routeKey"
    method              = "$context.httpMethod"
    status              = "$context.status"
    caller_arn          = "$context.identity.userArn"
    account             = "$context.identity.accountId"
    source_ip           = "$context.identity.sourceIp"
    user_agent          = "$context.identity.userAgent"
    error               = "$context.error.message"
    integration_error   = "$context.integrationErrorMessage"
    integration_status  = "$context.integrationStatus"
    integration_latency = "$context.integrationLatency"
    response_latency    = "$context.responseLatency"
    response_length     = "$context.responseLength"
  }
}
