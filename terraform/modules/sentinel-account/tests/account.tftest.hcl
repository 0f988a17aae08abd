mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_region" {
    defaults = { id = "eu-west-1", name = "eu-west-1" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "444455556666" }
  }

  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::444455556666:policy/SentinelRevocations" }
  }
}

variables {
  revoker_role_arn = "arn:aws:iam::111122223333:role/sentinel-revoker"
}

run "lets_the_hub_write_one_policy" {
  assert {
    condition     = jsondecode(aws_iam_role_policy.revoker.policy).Statement[0].Resource == ["arn:aws:iam::444455556666:policy/SentinelRevocations"]
    error_message = "The revoker may write another policy."
  }

  assert {
    condition     = jsondecode(aws_iam_role.revoker.assume_role_policy).Statement[0].Principal == { AWS = "arn:aws:iam::111122223333:role/sentinel-revoker" } && aws_iam_role.revoker.max_session_duration == 3600
    error_message = "Others than the hub's revoker are trusted."
  }

  assert {
    condition     = jsondecode(aws_iam_policy.revocations.policy) == jsondecode(file("nothing-revoked.json"))
    error_message = "The policy denies something from the start."
  }
}

run "refuses_every_wrong_value" {
  command = plan

  variables {
    # An account as revoker.
    revoker_role_arn = "arn:aws:iam::111122223333:root"
    # A role name with a path.
    revoker_role_name = "security/SentinelRevoker"
    # A pattern as policy name.
    revocation_policy_name = "Sentinel*"
    # A boundary that is no policy.
    permissions_boundary_arn = "boundary"
    # Tags of AWS.
    tags = { "aws:owner" = "me" }
  }

  expect_failures = [
    var.revoker_role_arn,
    var.revoker_role_name,
    var.revocation_policy_name,
    var.permissions_boundary_arn,
    var.tags,
  ]
}

run "refuses_values_that_are_wrong_in_another_way" {
  command = plan

  variables {
    # A star as revoker.
    revoker_role_arn = "*"
  }

  expect_failures = [
    var.revoker_role_arn,
  ]
}

run "refuses_values_that_are_wrong_in_a_third_way" {
  command = plan

  variables {
    # Any account as revoker.
    revoker_role_arn = "arn:aws:iam::*:role/sentinel-revoker"
  }

  expect_failures = [
    var.revoker_role_arn,
  ]
}
