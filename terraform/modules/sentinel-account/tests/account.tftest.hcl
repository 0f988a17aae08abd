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

run "refuses_an_account_as_revoker" {
  command = plan

  variables {
    revoker_role_arn = "arn:aws:iam::111122223333:root"
  }

  expect_failures = [var.revoker_role_arn]
}

run "refuses_a_star_as_revoker" {
  command = plan

  variables {
    revoker_role_arn = "*"
  }

  expect_failures = [var.revoker_role_arn]
}

run "refuses_any_account_as_revoker" {
  command = plan

  variables {
    revoker_role_arn = "arn:aws:iam::*:role/sentinel-revoker"
  }

  expect_failures = [var.revoker_role_arn]
}

run "refuses_a_role_name_with_a_path" {
  command = plan

  variables {
    revoker_role_name = "security/SentinelRevoker"
  }

  expect_failures = [var.revoker_role_name]
}

run "refuses_a_pattern_as_policy_name" {
  command = plan

  variables {
    revocation_policy_name = "Sentinel*"
  }

  expect_failures = [var.revocation_policy_name]
}

run "refuses_a_boundary_that_is_no_policy" {
  command = plan

  variables {
    permissions_boundary_arn = "boundary"
  }

  expect_failures = [var.permissions_boundary_arn]
}

run "refuses_tags_of_aws" {
  command = plan

  variables {
    tags = { "aws:owner" = "me" }
  }

  expect_failures = [var.tags]
}
