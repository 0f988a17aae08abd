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

run "makes_what_the_code_declares" {
  assert {
    condition     = keys(aws_lambda_function.function) == ["api", "notifier", "revoker"]
    error_message = "The functions are others than api, notifier and revoker."
  }

  assert {
    condition     = alltrue([for each in aws_lambda_function.function : each.architectures == tolist(["arm64"]) && each.source_code_hash == filebase64sha256("tests/empty.zip")])
    error_message = "A function is not of the zip, or not for arm64."
  }

  assert {
    condition     = aws_lambda_function.function["revoker"].reserved_concurrent_executions == 1
    error_message = "Two revokers at once would free each other's policy versions."
  }

  assert {
    condition     = toset([for route in aws_apigatewayv2_route.route : route.route_key]) == toset(jsondecode(file("routes.json"))) && !contains(keys(aws_apigatewayv2_route.route), "$default")
    error_message = "The routes are others than those of the code."
  }

  assert {
    condition     = alltrue([for route in aws_apigatewayv2_route.route : route.authorization_type == "AWS_IAM"])
    error_message = "A route takes unsigned requests."
  }

  assert {
    condition     = aws_lambda_permission.api.principal == "apigateway.amazonaws.com" && aws_lambda_permission.api.source_arn == "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/$default/*"
    error_message = "Others than this API at this stage may hand the api function an event."
  }

  assert {
    condition     = aws_dynamodb_table.sentinel.deletion_protection_enabled && aws_dynamodb_table.sentinel.point_in_time_recovery[0].enabled && aws_dynamodb_table.sentinel.server_side_encryption[0].kms_key_arn == aws_kms_key.sentinel[0].arn
    error_message = "The table is not protected, not recoverable, or not encrypted with the key."
  }

  assert {
    condition = alltrue([
      for mapping in aws_lambda_event_source_mapping.stream :
      mapping.bisect_batch_on_function_error && mapping.function_response_types == toset(["ReportBatchItemFailures"]) && length(mapping.filter_criteria[0].filter) == 2 && mapping.maximum_retry_attempts == 20
    ])
    error_message = "A stream is not filtered, not bisected, or tried again for ever."
  }

  assert {
    condition     = alltrue([for queue in aws_sqs_queue.dead_letters : queue.message_retention_seconds == 1209600 && queue.sqs_managed_sse_enabled])
    error_message = "Dead letters are not kept for 14 days, or not encrypted."
  }

  assert {
    condition     = alltrue([for group in aws_cloudwatch_log_group.function : group.retention_in_days == 400]) && aws_cloudwatch_log_group.access.retention_in_days == 400
    error_message = "Logs are not kept for 400 days."
  }

  assert {
    condition     = can(jsondecode(aws_apigatewayv2_stage.stage.access_log_settings[0].format).caller_arn)
    error_message = "The access log is not JSON, or does not say who called."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.alarm : length(alarm.alarm_actions) == 0 && alarm.treat_missing_data == "notBreaching"]) && !contains(keys(aws_cloudwatch_metric_alarm.alarm), "authorizer-failed")
    error_message = "An alarm calls somebody who was not named, or is about a function that there is not."
  }

  assert {
    condition     = aws_lambda_function.function["revoker"].environment[0].variables["SENTINEL_REVOCATION_ACCOUNTS"] == "111122223333,444455556666"
    error_message = "The revoker does not know its accounts."
  }
}

run "keeps_the_names_of_roles_that_exist" {
  command = plan

  variables {
    role_names = { api = "another" }
  }

  expect_failures = [aws_iam_role.function]
}

# The guard lets nothing be destroyed before; Terraform destroys what a test has made.
run "gives_up_the_table_where_that_is_said" {
  variables {
    deletion_protection = false
  }

  assert {
    condition     = !aws_dynamodb_table.sentinel.deletion_protection_enabled && terraform_data.destroy_guard.output == false
    error_message = "The table stays protected."
  }
}
