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
        Principal = { AWS = "arn:aws:iam::111122223333:role/sentinel-api" }
        Action    = ["sts:AssumeRole"]
        Condition = {
          StringLike   = { "sts:SourceIdentity" = ["sentinel.*"] }
          StringEquals = { "aws:RequestTag/SentinelProfile" = ["production"] }
        }
      },
      {
        Sid       = "Stamp"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::111122223333:role/sentinel-api" }
        Action    = ["sts:SetSourceIdentity"]
        Condition = { StringLike = { "sts:SourceIdentity" = ["sentinel.*"] } }
      },
      {
        Sid       = "Tag"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::111122223333:role/sentinel-api" }
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

run "lets_emergencies_in_users_with_mfa_and_sessions_chain_where_said" {
  variables {
    emergency_role_arns = ["arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Emergency_0123456789abcdef"]
    emergency_user_arns = ["arn:aws:iam::111122223333:user/emergency/alice"]
    identities          = ["sentinel.approved.*", "sentinel.breakglass.*"]
    may_chain_to        = ["arn:aws:iam::444455556666:role/cdk-deploy"]
    policy_arns         = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
    inline_policies     = { logs = jsonencode({ Version = "2012-10-17", Statement = [] }) }
  }

  assert {
    condition = slice(jsondecode(aws_iam_role.protected.assume_role_policy).Statement, 3, 6) == [
      {
        Sid       = "EmergencyRole"
        Effect    = "Allow"
        Principal = { AWS = ["arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Emergency_0123456789abcdef"] }
        Action    = ["sts:AssumeRole"]
        Condition = { StringNotLike = { "aws:SourceIdentity" = "sentinel.*", "sts:SourceIdentity" = "sentinel.*" } }
      },
      {
        Sid       = "EmergencyUser"
        Effect    = "Allow"
        Principal = { AWS = ["arn:aws:iam::111122223333:user/emergency/alice"] }
        Action    = ["sts:AssumeRole"]
        Condition = {
          Bool          = { "aws:MultiFactorAuthPresent" = "true" }
          StringNotLike = { "aws:SourceIdentity" = "sentinel.*", "sts:SourceIdentity" = "sentinel.*" }
        }
      },
      {
        Sid    = "EmergencyIdentity"
        Effect = "Allow"
        Principal = { AWS = [
          "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Emergency_0123456789abcdef",
          "arn:aws:iam::111122223333:user/emergency/alice",
        ] }
        Action    = ["sts:SetSourceIdentity"]
        Condition = { StringNotLike = { "sts:SourceIdentity" = "sentinel.*" } }
      },
    ]
    error_message = "An emergency user needs no MFA, a role needs what its session cannot have, or either may carry an identity of the server's."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.chaining.policy).Statement : try(statement.NotResource, statement.Resource)] == [["arn:aws:iam::444455556666:role/cdk-deploy"], ["arn:aws:iam::444455556666:role/cdk-deploy"]]
    error_message = "Sessions may assume other roles than were named."
  }
}

run "refuses_every_wrong_value" {
  command = plan

  variables {
    # A name without the prefix.
    name = "Production"
    # No profile.
    profiles = []
    # An account as API role.
    api_role_arn = "arn:aws:iam::111122223333:root"
    # No identity.
    identities = []
    # To chain to any role.
    may_chain_to = ["*"]
    # Any emergency role.
    emergency_role_arns = ["*"]
    # Any emergency user.
    emergency_user_arns = ["*"]
    # Sessions over an hour.
    max_session_seconds = 7200
    # The policies of AWS as revocations.
    revocation_policy_arn = "arn:aws:iam::aws:policy/AWSDenyAll"
    # A policy by its name.
    policy_arns = ["ReadOnlyAccess"]
    # An inline policy of the name that is taken.
    inline_policies = { chaining = "{\"Statement\":[]}" }
    # A boundary that is no policy.
    permissions_boundary_arn = "boundary"
    # A description that IAM refuses.
    description = "\u2603"
    # Tags that look like those of sessions.
    tags = { SentinelProfile = "production" }
  }

  expect_failures = [
    var.name,
    var.profiles,
    var.api_role_arn,
    var.identities,
    var.may_chain_to,
    var.emergency_role_arns,
    var.emergency_user_arns,
    var.max_session_seconds,
    var.revocation_policy_arn,
    var.policy_arns,
    var.inline_policies,
    var.permissions_boundary_arn,
    var.description,
    var.tags,
  ]
}

run "refuses_values_that_are_wrong_in_another_way" {
  command = plan

  variables {
    # A name in other letters.
    name = "sentinelprotected-Production"
    # Any profile.
    profiles = ["*"]
    # Any API role.
    api_role_arn = "*"
    # Any identity.
    identities = ["*"]
    # To chain to any account.
    may_chain_to = ["arn:aws:iam::*:role/deploy"]
    # An account as emergency role.
    emergency_role_arns = ["arn:aws:iam::111122223333:root"]
    # A role as emergency user: it could never show MFA.
    emergency_user_arns = ["arn:aws:iam::111122223333:role/Emergency"]
    # A policy given twice.
    policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess"]
    # An inline policy that is no JSON.
    inline_policies = { logs = "allow all" }
  }

  expect_failures = [
    var.name,
    var.profiles,
    var.api_role_arn,
    var.identities,
    var.may_chain_to,
    var.emergency_role_arns,
    var.emergency_user_arns,
    var.policy_arns,
    var.inline_policies,
  ]
}

run "refuses_values_that_are_wrong_in_a_third_way" {
  command = plan

  variables {
    # A name with a path.
    name = "SentinelProtected-team/Production"
    # A profile in capitals.
    profiles = ["Production"]
    # A pattern of API roles.
    api_role_arn = "arn:aws:iam::111122223333:role/sentinel-*"
    # A pattern that a name can forge.
    identities = ["*.alice"]
    # A user as emergency role: nobody would ask it for MFA.
    emergency_role_arns = ["arn:aws:iam::111122223333:user/alice"]
    # Users of any account.
    emergency_user_arns = ["arn:aws:iam::*:user/alice"]
  }

  expect_failures = [
    var.name,
    var.profiles,
    var.api_role_arn,
    var.identities,
    var.emergency_role_arns,
    var.emergency_user_arns,
  ]
}

run "refuses_values_that_are_wrong_in_a_fourth_way" {
  command = plan

  variables {
    # A name of 65 characters.
    name = "SentinelProtected-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
    # A pattern that is no way in.
    identities = ["sentinel.admin.*"]
  }

  expect_failures = [
    var.name,
    var.identities,
  ]
}

run "refuses_the_api_role_as_emergency_role" {
  command = plan

  variables {
    emergency_role_arns = ["arn:aws:iam::111122223333:role/sentinel-api"]
  }

  expect_failures = [aws_iam_role.protected]
}
