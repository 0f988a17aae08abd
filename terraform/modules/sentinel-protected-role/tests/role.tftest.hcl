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
}

variables {
  name         = "SentinelProtected-Production"
  profiles     = ["production"]
  api_role_arn = "arn:aws:iam::111122223333:role/sentinel-api"
}

run "trusts_the_api_role_alone" {
  assert {
    condition = jsondecode(aws_iam_role.protected.assume_role_policy).Statement == [
      {
        Sid       = "Vend"
        Effect    = "Allow"
        Principal = { AWS = ["arn:aws:iam::111122223333:role/sentinel-api"] }
        Action    = ["sts:AssumeRole"]
        Condition = {
          StringLike   = { "sts:SourceIdentity" = ["sentinel.*"] }
          StringEquals = { "aws:RequestTag/SentinelProfile" = ["production"] }
        }
      },
      {
        Sid       = "Identify"
        Effect    = "Allow"
        Principal = { AWS = ["arn:aws:iam::111122223333:role/sentinel-api"] }
        Action    = ["sts:SetSourceIdentity"]
        Condition = { StringLike = { "sts:SourceIdentity" = ["sentinel.*"] } }
      },
      {
        Sid       = "Tag"
        Effect    = "Allow"
        Principal = { AWS = ["arn:aws:iam::111122223333:role/sentinel-api"] }
        Action    = ["sts:TagSession"]
        Condition = { StringEquals = { "aws:RequestTag/SentinelProfile" = ["production"] } }
      },
    ]
    error_message = "The trust is another than documented."
  }

  assert {
    condition     = aws_iam_role.protected.max_session_duration == 3600 && aws_iam_role_policy_attachment.revocations.policy_arn == "arn:aws:iam::444455556666:policy/SentinelRevocations"
    error_message = "Sessions are too long, or what is revoked is not denied."
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.chaining.policy).Statement == [{ Sid = "NoChaining", Effect = "Deny", Action = ["sts:AssumeRole", "sts:AssumeRoot"], Resource = ["*"] }]
    error_message = "Sessions may assume further roles."
  }
}

run "lets_emergency_roles_in_with_mfa_and_sessions_chain_where_said" {
  variables {
    emergency_role_arns = ["arn:aws:iam::111122223333:role/Emergency"]
    identities          = ["sentinel.approved.*", "sentinel.breakglass.*"]
    may_chain_to        = ["arn:aws:iam::444455556666:role/cdk-deploy"]
    policy_arns         = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
    inline_policies     = { logs = jsonencode({ Version = "2012-10-17", Statement = [] }) }
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role.protected.assume_role_policy).Statement : statement.Sid] == ["Vend", "Identify", "Tag", "Emergency", "EmergencyIdentity"]
    error_message = "The trust has other statements."
  }

  assert {
    condition = jsondecode(aws_iam_role.protected.assume_role_policy).Statement[3].Condition == {
      Bool          = { "aws:MultiFactorAuthPresent" = "true" }
      StringNotLike = { "aws:SourceIdentity" = "sentinel.*", "sts:SourceIdentity" = "sentinel.*" }
    }
    error_message = "An emergency role needs no MFA, or may carry an identity of the server's."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.chaining.policy).Statement : try(statement.NotResource, statement.Resource)] == [["arn:aws:iam::444455556666:role/cdk-deploy"], ["arn:aws:iam::444455556666:role/cdk-deploy"]]
    error_message = "Sessions may assume other roles than were named."
  }
}

run "refuses_a_name_without_the_prefix" {
  command = plan

  variables {
    name = "Production"
  }

  expect_failures = [var.name]
}

run "refuses_a_name_in_other_letters" {
  command = plan

  variables {
    name = "sentinelprotected-Production"
  }

  expect_failures = [var.name]
}

run "refuses_a_name_with_a_path" {
  command = plan

  variables {
    name = "SentinelProtected-team/Production"
  }

  expect_failures = [var.name]
}

run "refuses_a_name_of_65_characters" {
  command = plan

  variables {
    name = "SentinelProtected-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
  }

  expect_failures = [var.name]
}

run "refuses_no_profile" {
  command = plan

  variables {
    profiles = []
  }

  expect_failures = [var.profiles]
}

run "refuses_any_profile" {
  command = plan

  variables {
    profiles = ["*"]
  }

  expect_failures = [var.profiles]
}

run "refuses_a_profile_in_capitals" {
  command = plan

  variables {
    profiles = ["Production"]
  }

  expect_failures = [var.profiles]
}

run "refuses_an_account_as_api_role" {
  command = plan

  variables {
    api_role_arn = "arn:aws:iam::111122223333:root"
  }

  expect_failures = [var.api_role_arn]
}

run "refuses_any_api_role" {
  command = plan

  variables {
    api_role_arn = "*"
  }

  expect_failures = [var.api_role_arn]
}

run "refuses_a_pattern_of_api_roles" {
  command = plan

  variables {
    api_role_arn = "arn:aws:iam::111122223333:role/sentinel-*"
  }

  expect_failures = [var.api_role_arn]
}

run "refuses_no_identity" {
  command = plan

  variables {
    identities = []
  }

  expect_failures = [var.identities]
}

run "refuses_any_identity" {
  command = plan

  variables {
    identities = ["*"]
  }

  expect_failures = [var.identities]
}

run "refuses_a_pattern_that_a_name_can_forge" {
  command = plan

  variables {
    identities = ["*.alice"]
  }

  expect_failures = [var.identities]
}

run "refuses_a_pattern_that_is_no_way_in" {
  command = plan

  variables {
    identities = ["sentinel.admin.*"]
  }

  expect_failures = [var.identities]
}

run "refuses_to_chain_to_any_role" {
  command = plan

  variables {
    may_chain_to = ["*"]
  }

  expect_failures = [var.may_chain_to]
}

run "refuses_to_chain_to_any_account" {
  command = plan

  variables {
    may_chain_to = ["arn:aws:iam::*:role/deploy"]
  }

  expect_failures = [var.may_chain_to]
}

run "refuses_any_emergency_role" {
  command = plan

  variables {
    emergency_role_arns = ["*"]
  }

  expect_failures = [var.emergency_role_arns]
}

run "refuses_an_account_as_emergency_role" {
  command = plan

  variables {
    emergency_role_arns = ["arn:aws:iam::111122223333:root"]
  }

  expect_failures = [var.emergency_role_arns]
}

run "refuses_the_api_role_as_emergency_role" {
  command = plan

  variables {
    emergency_role_arns = ["arn:aws:iam::111122223333:role/sentinel-api"]
  }

  expect_failures = [aws_iam_role.protected]
}

run "refuses_sessions_over_an_hour" {
  command = plan

  variables {
    max_session_seconds = 7200
  }

  expect_failures = [var.max_session_seconds]
}

run "refuses_the_policies_of_aws_as_revocations" {
  command = plan

  variables {
    revocation_policy_arn = "arn:aws:iam::aws:policy/AWSDenyAll"
  }

  expect_failures = [var.revocation_policy_arn]
}

run "refuses_a_policy_by_its_name" {
  command = plan

  variables {
    policy_arns = ["ReadOnlyAccess"]
  }

  expect_failures = [var.policy_arns]
}

run "refuses_a_policy_given_twice" {
  command = plan

  variables {
    policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess"]
  }

  expect_failures = [var.policy_arns]
}

run "refuses_an_inline_policy_of_the_name_that_is_taken" {
  command = plan

  variables {
    inline_policies = { chaining = "{\"Statement\":[]}" }
  }

  expect_failures = [var.inline_policies]
}

run "refuses_an_inline_policy_that_is_no_json" {
  command = plan

  variables {
    inline_policies = { logs = "allow all" }
  }

  expect_failures = [var.inline_policies]
}

run "refuses_a_boundary_that_is_no_policy" {
  command = plan

  variables {
    permissions_boundary_arn = "boundary"
  }

  expect_failures = [var.permissions_boundary_arn]
}

run "refuses_a_description_that_iam_refuses" {
  command = plan

  variables {
    description = "\u2603"
  }

  expect_failures = [var.description]
}

run "refuses_tags_that_look_like_those_of_sessions" {
  command = plan

  variables {
    tags = { SentinelProfile = "production" }
  }

  expect_failures = [var.tags]
}
