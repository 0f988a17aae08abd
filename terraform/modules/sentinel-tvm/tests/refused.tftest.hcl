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

run "refuses_every_wrong_value" {
  command = plan

  variables {
    # A name in capitals.
    name = "Sentinel"
    # A package that is not there.
    package_path = "tests/absent.zip"
    # A digest that is none.
    package_sha256 = "sha256:abc"
    # Another runtime.
    runtime = "python3.13"
    # A role name with a path.
    role_names = { api = "team/sentinel" }
    # A boundary that is no policy.
    permissions_boundary_arn = "arn:aws:iam::111122223333:role/boundary"
    # No protected account.
    protected_account_ids = []
    # A pattern as revoker role.
    revoker_role_name = "Sentinel*"
    # A policy name with a slash before it.
    revocation_policy_name = "/SentinelRevocations"
    # A caller account that is none.
    caller_account_ids = ["my-account"]
    # A prefix without a slash.
    parameter_prefix = "sentinel"
    # A cache of six minutes.
    policy_cache_seconds = 360
    # A retention shorter than a block.
    retention_days = 69
    # A session of no hours.
    session_hours = 0
    # A session of half a vend.
    session_vends = 0.5
    # A table name of two characters.
    table_name = "ab"
    # An alias as key.
    kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:alias/mine"
    # A key deleted within a week.
    key_deletion_days = 3
    # A throttle of nothing.
    throttle_rate = 0
    # A burst beyond the quota.
    throttle_burst = 6000
    # A log retention that CloudWatch does not know.
    log_retention_days = 401
    # An alias as key of the logs.
    log_kms_key_arn = "alias/logs"
    # A bucket as archive.
    archive = { destination_arn = "arn:aws:s3:::archive" }
    # An alarm topic that is none.
    alarm_topic_arns = ["someone@example.com"]
    # A pattern of topics.
    channel_topic_arns = ["arn:aws:sns:eu-west-1:111122223333:*"]
    # An authorizer for no audience.
    authorizer = { audiences = [], api_ids = ["a1b2c3d4e5"] }
    # The ARN of a log group.
    cloudtrail_log_group_name = "arn:aws:logs:eu-west-1:111122223333:log-group:trail"
    # Tags of AWS.
    tags = { "aws:owner" = "me" }
  }

  expect_failures = [
    var.name,
    var.package_path,
    var.package_sha256,
    var.runtime,
    var.role_names,
    var.permissions_boundary_arn,
    var.protected_account_ids,
    var.revoker_role_name,
    var.revocation_policy_name,
    var.caller_account_ids,
    var.parameter_prefix,
    var.policy_cache_seconds,
    var.retention_days,
    var.session_hours,
    var.session_vends,
    var.table_name,
    var.kms_key_arn,
    var.key_deletion_days,
    var.throttle_rate,
    var.throttle_burst,
    var.log_retention_days,
    var.log_kms_key_arn,
    var.archive,
    var.alarm_topic_arns,
    var.channel_topic_arns,
    var.authorizer,
    var.cloudtrail_log_group_name,
    var.tags,
  ]
}

run "refuses_values_that_are_wrong_in_another_way" {
  command = plan

  variables {
    # A name that ends with a hyphen.
    name = "sentinel-"
    # A package that is no zip.
    package_path = "main.tf"
    # A role named like a protected one.
    role_names = { api = "SentinelProtected-Api" }
    # A star as account.
    protected_account_ids = ["*"]
    # A prefix that SSM keeps for itself.
    parameter_prefix = "/aws/sentinel"
    # A stream as archive without a role.
    archive = { destination_arn = "arn:aws:firehose:eu-west-1:111122223333:deliverystream/archive" }
    # An audience with a scheme.
    authorizer = { audiences = ["https://api.example.com"], api_ids = ["a1b2c3d4e5"] }
  }

  expect_failures = [
    var.name,
    var.package_path,
    var.role_names,
    var.protected_account_ids,
    var.parameter_prefix,
    var.archive,
    var.authorizer,
  ]
}

run "refuses_values_that_are_wrong_in_a_third_way" {
  command = plan

  variables {
    # An account of eleven digits.
    protected_account_ids = ["11112222333"]
    # An authorizer for any API.
    authorizer = { audiences = ["api.example.com"], api_ids = ["*"] }
  }

  expect_failures = [
    var.protected_account_ids,
    var.authorizer,
  ]
}

run "refuses_values_that_are_wrong_in_a_fourth_way" {
  command = plan

  variables {
    # An account given twice.
    protected_account_ids = ["444455556666", "444455556666"]
    # An authorizer for a region that is none.
    authorizer = { audiences = ["api.example.com"], api_ids = ["a1b2c3d4e5"], sts_regions = ["europe"] }
  }

  expect_failures = [
    var.protected_account_ids,
    var.authorizer,
  ]
}

run "refuses_another_package_than_was_released" {
  command = plan

  variables {
    package_sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
  }

  expect_failures = [aws_lambda_function.function]
}

run "refuses_one_role_for_two_functions" {
  command = plan

  variables {
    role_names = { api = "one", revoker = "one" }
  }

  expect_failures = [aws_iam_role.function]
}

run "refuses_more_accounts_than_settings_hold" {
  command = plan

  variables {
    protected_account_ids = [for n in range(400) : format("%012d", n)]
  }

  expect_failures = [aws_lambda_function.function]
}
