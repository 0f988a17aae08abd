mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_region" {
    defaults = { id = "eu-west-1", name = "eu-west-1" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }

  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:eu-west-1:111122223333:table/sentinel", stream_arn = "arn:aws:dynamodb:eu-west-1:111122223333:table/sentinel/stream/2026-01-01T00:00:00.000" }
  }

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/an-execution-role" }
  }

  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:eu-west-1:111122223333:function:a-function" }
  }

  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:eu-west-1:111122223333:a-queue" }
  }

  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-west-1:111122223333:sentinel-alarms" }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-west-1:111122223333:log-group:a-group" }
  }

  mock_resource "aws_cloudwatch_event_rule" {
    defaults = { arn = "arn:aws:events:eu-west-1:111122223333:rule/sentinel-revoker" }
  }

  mock_resource "aws_apigatewayv2_api" {
    defaults = { id = "a1b2c3d4e5", execution_arn = "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5" }
  }
}

variables {
  package_path          = "tests/empty.zip"
  runtime               = "nodejs22.x"
  protected_account_ids = ["111122223333", "444455556666"]
}

run "makes_all_that_can_be_asked_for" {
  variables {
    name                      = "tvm"
    table_name                = "vends"
    role_names                = { api = "VendingMachine" }
    revoker_role_name         = "security/Revoker"
    revocation_policy_name    = "security/Denied"
    caller_account_ids        = ["111122223333", "777788889999"]
    kms_key_arn               = "arn:aws:kms:eu-west-1:111122223333:key/mine"
    archive                   = { destination_arn = "arn:aws:logs:eu-west-1:999900001111:destination:archive" }
    alarm_topic_arns          = ["arn:aws:sns:eu-west-1:111122223333:on-call"]
    create_alarm_topic        = true
    channel_topic_arns        = ["arn:aws:sns:eu-west-1:111122223333:security"]
    authorizer                = { audiences = ["api.example.com"], api_ids = ["b1b2c3d4e5"] }
    cloudtrail_log_group_name = "trail"
    ssm_high_throughput       = true
    deletion_protection       = false
  }

  assert {
    condition     = aws_iam_role.function["api"].name == "VendingMachine" && aws_iam_role.function["authorizer"].name == "tvm-authorizer"
    error_message = "The roles are not named as asked."
  }

  assert {
    condition     = length(aws_kms_key.sentinel) == 0 && aws_dynamodb_table.sentinel.server_side_encryption[0].kms_key_arn == "arn:aws:kms:eu-west-1:111122223333:key/mine"
    error_message = "A key was made although one was given."
  }

  assert {
    condition     = aws_lambda_function.function["revoker"].environment[0].variables["SENTINEL_REVOCATION_ACCOUNTS"] == "111122223333=security/Denied=security/Revoker,444455556666=security/Denied=security/Revoker"
    error_message = "The revoker does not know the names in its accounts."
  }

  assert {
    condition     = aws_lambda_function.function["authorizer"].environment[0].variables["SENTINEL_STS_REGIONS"] == "eu-west-1" && [for each in aws_lambda_permission.authorizer : each.source_arn] == ["arn:aws:execute-api:eu-west-1:111122223333:b1b2c3d4e5/authorizers/*"]
    error_message = "The authorizer may be asked by others, or asks others."
  }

  assert {
    condition     = toset(keys(aws_cloudwatch_log_subscription_filter.archive)) == toset(["access", "api", "authorizer", "notifier", "revoker"])
    error_message = "Not every log goes to the archive."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.alarm : length(alarm.alarm_actions) == 2]) && contains(keys(aws_cloudwatch_metric_alarm.alarm), "emergency-role-used")
    error_message = "An alarm does not go to both topics, or that of emergency roles is missing."
  }

  assert {
    condition     = aws_cloudwatch_log_metric_filter.emergency[0].log_group_name == "trail" && strcontains(aws_cloudwatch_log_metric_filter.emergency[0].pattern, "sessionIssuer.arn != \"arn:aws:iam::111122223333:role/an-execution-role\"")
    error_message = "Who takes a protected role past the server is not seen."
  }

  assert {
    condition     = contains([for statement in jsondecode(aws_iam_role_policy.function["notifier"].policy).Statement : statement.Sid], "Publish") && aws_ssm_service_setting.throughput[0].setting_value == "true"
    error_message = "The notifier may not publish, or SSM stays slow."
  }
}
