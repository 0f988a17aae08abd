mock_provider "aws" {
  alias           = "hub"
  override_during = plan

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_region" {
    defaults = { id = "eu-west-1", name = "eu-west-1" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/an-execution-role" }
  }

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000" }
  }

  mock_resource "aws_apigatewayv2_api" {
    defaults = { id = "a1b2c3d4e5", execution_arn = "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5" }
  }

  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:eu-west-1:111122223333:table/sentinel", stream_arn = "arn:aws:dynamodb:eu-west-1:111122223333:table/sentinel/stream/2026-01-01T00:00:00.000" }
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
}

mock_provider "aws" {
  alias           = "production"
  override_during = plan

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "444455556666" }
  }

  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::444455556666:policy/SentinelRevocations" }
  }
}

mock_provider "aws" {
  alias = "management"
}

override_resource {
  target          = aws_iam_role.emergency[0]
  override_during = plan
  values          = { arn = "arn:aws:iam::111122223333:role/SentinelEmergency" }
}

variables {
  hub_account_id            = "111122223333"
  production_account_id     = "444455556666"
  runtime                   = "nodejs22.x"
  package_path              = "../../modules/sentinel-tvm/tests/empty.zip"
  emergency_user_arns       = ["arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:user/bob"]
  cloudtrail_log_group_name = "cloudtrail"
}

run "lets_users_take_the_emergency_role_with_mfa_and_that_role_the_protected_one" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_role.emergency[0].assume_role_policy).Statement == [{
      Sid       = "WithMfa"
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:user/bob"] }
      Action    = ["sts:AssumeRole"]
      Condition = { Bool = { "aws:MultiFactorAuthPresent" = "true" } }
    }]
    error_message = "The emergency role is taken by others, or without MFA."
  }

  assert {
    condition     = jsondecode(module.production_admin.trust_policy).Statement[3].Principal.AWS == ["arn:aws:iam::111122223333:role/SentinelEmergency"]
    error_message = "The protected role does not let the emergency role in."
  }

  assert {
    condition = alltrue([
      for arn in ["arn:aws:iam::111122223333:role/SentinelEmergency", "arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:user/bob"] :
      contains(jsondecode(module.guardrails.scp_organization).Statement[2].Resource, arn)
    ])
    error_message = "Anybody may change the emergency role, or make a key and an MFA device of a user who takes it."
  }

  assert {
    condition     = length([for statement in jsondecode(module.production_admin.trust_policy).Statement : statement if statement.Sid == "EmergencyUser"]) == 0
    error_message = "Users who take the emergency role get past it as well."
  }
}

run "refuses_emergency_users_whom_nobody_watches" {
  command = plan

  variables {
    cloudtrail_log_group_name = null
  }

  expect_failures = [output.production_role_arn]
}

run "refuses_emergency_roles_that_nobody_watches" {
  command = plan

  variables {
    emergency_user_arns       = []
    emergency_role_arns       = ["arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Emergency_0123456789abcdef"]
    cloudtrail_log_group_name = null
  }

  expect_failures = [output.production_role_arn]
}

run "needs_no_trail_where_nobody_goes_past_the_server" {
  command = plan

  variables {
    emergency_user_arns       = []
    cloudtrail_log_group_name = null
  }
}

run "refuses_wrong_values" {
  command = plan

  variables {
    # A role as emergency user.
    emergency_user_arns = ["arn:aws:iam::111122223333:role/Emergency"]
    # Any role.
    emergency_role_arns = ["*"]
  }

  expect_failures = [
    var.emergency_user_arns,
    var.emergency_role_arns,
  ]
}
