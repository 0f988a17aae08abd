locals {
  revocation_accounts = [
    for id in var.protected_account_ids :
    var.revocation_policy_name == "SentinelRevocations" && var.revoker_role_name == "SentinelRevoker"
    ? id
    : "${id}=${var.revocation_policy_name}=${var.revoker_role_name}"
  ]

  environments = {
    api = {
      SENTINEL_TABLE                = local.table_name
      SENTINEL_API_ID               = aws_apigatewayv2_api.sentinel.id
      SENTINEL_STAGE                = local.stage
      SENTINEL_ACCOUNT_ID           = local.account_id
      SENTINEL_CALLER_ACCOUNTS      = join(",", coalescelist(var.caller_account_ids, [local.account_id]))
      SENTINEL_PARAMETER_PREFIX     = var.parameter_prefix
      SENTINEL_POLICY_CACHE_SECONDS = tostring(var.policy_cache_seconds)
      SENTINEL_RETENTION_DAYS       = tostring(var.retention_days)
      SENTINEL_SESSION_HOURS        = tostring(var.session_hours)
      SENTINEL_SESSION_VENDS        = tostring(var.session_vends)
    }
    authorizer = {
      SENTINEL_TABLE       = local.table_name
      SENTINEL_AUDIENCE    = join(",", try(var.authorizer.audiences, []))
      SENTINEL_STS_REGIONS = join(",", coalescelist(try(var.authorizer.sts_regions, []), [local.region]))
    }
    revoker = {
      SENTINEL_TABLE               = local.table_name
      SENTINEL_RETENTION_DAYS      = tostring(var.retention_days)
      SENTINEL_REVOCATION_ACCOUNTS = join(",", local.revocation_accounts)
    }
    notifier = {
      SENTINEL_TABLE            = local.table_name
      SENTINEL_ACCOUNT_ID       = local.account_id
      SENTINEL_PARAMETER_PREFIX = var.parameter_prefix
    }
  }
}

resource "aws_lambda_function" "function" {
  for_each = local.functions

  function_name                  = "${var.name}-${each.key}"
  description                    = each.value.description
  role                           = aws_iam_role.function[each.key].arn
  filename                       = var.package_path
  source_code_hash               = filebase64sha256(var.package_path)
  handler                        = each.value.handler
  runtime                        = var.runtime
  architectures                  = ["arm64"]
  memory_size                    = each.value.memoryMb
  timeout                        = each.value.timeoutSeconds
  reserved_concurrent_executions = try(each.value.concurrency, -1)
  tags                           = var.tags

  environment {
    variables = local.environments[each.key]
  }

  # Records are JSON already; wrapped in Lambda's own they would be no metrics.
  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.function[each.key].name
  }

  lifecycle {
    precondition {
      condition     = var.package_sha256 == null || filesha256(var.package_path) == var.package_sha256
      error_message = "The package is not the one that was released: its SHA-256 is another than package_sha256."
    }

    precondition {
      condition     = length(jsonencode(local.environments[each.key])) <= 4096
      error_message = "The settings of the function ${each.key} are larger than the 4 KB that Lambda takes: there are too many accounts, or too long names of them."
    }
  }

  # Without its rights the first call would fail, and without its log group Lambda would make one that keeps all.
  depends_on = [aws_iam_role_policy.function]
}

# Only this API, at this stage, may hand the function an event: whoever else could, could be anybody.
# https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
resource "aws_lambda_permission" "api" {
  statement_id  = "OnlyThisApi"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.function["api"].function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.sentinel.execution_arn}/${local.stage}/*"
}

resource "aws_lambda_permission" "authorizer" {
  for_each = toset(try(var.authorizer.api_ids, []))

  statement_id  = "Api-${each.key}"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.function["authorizer"].function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "arn:${local.partition}:execute-api:${local.region}:${local.account_id}:${each.key}/authorizers/*"
}
