mock_provider "aws" {}

variables {
  execution_role_arns = {
    api        = "arn:aws:iam::111122223333:role/sentinel-api"
    authorizer = "arn:aws:iam::111122223333:role/sentinel-authorizer"
    revoker    = "arn:aws:iam::111122223333:role/sentinel-revoker"
    notifier   = "arn:aws:iam::111122223333:role/sentinel-notifier"
  }
  deploy_role_arns = ["arn:aws:iam::111122223333:role/SentinelDeploy", "arn:aws:iam::444455556666:role/SentinelDeploy"]
  key_arn          = "arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000"
  api_id           = "a1b2c3d4e5"
}

run "writes_documents_and_creates_nothing_unasked" {
  assert {
    condition     = length(aws_organizations_policy.guardrail) == 0 && length(aws_organizations_policy_attachment.guardrail) == 0
    error_message = "Policies were made that nobody asked for."
  }

  assert {
    condition     = max([for text in concat([output.scp_organization, output.rcp], values(output.scp_hub)) : length(text)]...) <= 5120
    error_message = "A document is longer than Organizations takes."
  }

  assert {
    condition     = jsondecode(output.scp_organization).Statement[0].Condition == { ArnNotEquals = { "aws:PrincipalArn" = ["arn:aws:iam::111122223333:role/sentinel-api"] } }
    error_message = "Others than the api role may assume protected roles."
  }

  assert {
    condition = alltrue([for document in [output.scp_organization, output.rcp] : jsondecode(document).Statement[1].Condition == {
      StringLike    = { "sts:SourceIdentity" = "sentinel.*" }
      StringNotLike = { "aws:SourceIdentity" = "sentinel.*" }
      ArnNotEquals  = { "aws:PrincipalArn" = "arn:aws:iam::111122223333:role/sentinel-api" }
    }])
    error_message = "Others may set the server's identities, or vended sessions may not chain."
  }

  assert {
    condition     = alltrue([for statement in jsondecode(output.rcp).Statement : statement.Principal == "*" && statement.Effect == "Deny"])
    error_message = "The RCP is no RCP."
  }
}

run "attaches_to_targets_and_to_the_hub" {
  variables {
    target_ids                = ["r-abcd"]
    account_deploy_role_names = ["stacksets-exec-*"]
    emergency_role_arns       = ["arn:aws:iam::111122223333:role/Emergency"]
    policy_writer_role_arns   = ["arn:aws:iam::111122223333:role/PolicyWriter"]
  }

  assert {
    condition     = toset(keys(aws_organizations_policy_attachment.guardrail)) == toset(["organization/r-abcd", "resources/r-abcd", "hub-functions/111122223333", "hub-state/111122223333"])
    error_message = "The policies are attached elsewhere."
  }

  assert {
    condition     = contains(jsondecode(output.scp_organization).Statement[2].Resource, "arn:aws:iam::*:role/stacksets-exec-*")
    error_message = "Anybody may make a role of the deployers' name."
  }
}

run "refuses_to_go_without_the_api_role" {
  command = plan

  variables {
    execution_role_arns = { revoker = "arn:aws:iam::111122223333:role/r", notifier = "arn:aws:iam::111122223333:role/n" }
  }

  expect_failures = [var.execution_role_arns]
}

run "refuses_execution_roles_of_two_accounts" {
  command = plan

  variables {
    execution_role_arns = { api = "arn:aws:iam::111122223333:role/a", revoker = "arn:aws:iam::444455556666:role/r", notifier = "arn:aws:iam::111122223333:role/n" }
  }

  expect_failures = [var.execution_role_arns]
}

run "refuses_a_pattern_of_execution_roles" {
  command = plan

  variables {
    execution_role_arns = { api = "arn:aws:iam::111122223333:role/*", revoker = "arn:aws:iam::111122223333:role/r", notifier = "arn:aws:iam::111122223333:role/n" }
  }

  expect_failures = [var.execution_role_arns]
}

run "refuses_no_deploy_role" {
  command = plan

  variables {
    deploy_role_arns = []
  }

  expect_failures = [var.deploy_role_arns]
}

run "refuses_a_deploy_role_of_any_account" {
  command = plan

  variables {
    deploy_role_arns = ["arn:aws:iam::*:role/SentinelDeploy"]
  }

  expect_failures = [var.deploy_role_arns]
}

run "refuses_any_role_of_accounts_as_deploy_role" {
  command = plan

  variables {
    account_deploy_role_names = ["*"]
  }

  expect_failures = [var.account_deploy_role_names]
}

run "refuses_any_policy_writer" {
  command = plan

  variables {
    policy_writer_role_arns = ["*"]
  }

  expect_failures = [var.policy_writer_role_arns]
}

run "refuses_any_emergency_role" {
  command = plan

  variables {
    emergency_role_arns = ["arn:aws:iam::111122223333:root"]
  }

  expect_failures = [var.emergency_role_arns]
}

run "refuses_a_name_in_capitals" {
  command = plan

  variables {
    name = "Sentinel"
  }

  expect_failures = [var.name]
}

run "refuses_a_table_name_of_two_characters" {
  command = plan

  variables {
    table_name = "ab"
  }

  expect_failures = [var.table_name]
}

run "refuses_an_alias_as_key" {
  command = plan

  variables {
    key_arn = "alias/sentinel"
  }

  expect_failures = [var.key_arn]
}

run "refuses_the_url_of_the_api" {
  command = plan

  variables {
    api_id = "https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com"
  }

  expect_failures = [var.api_id]
}

run "refuses_a_prefix_without_a_slash" {
  command = plan

  variables {
    parameter_prefix = "sentinel"
  }

  expect_failures = [var.parameter_prefix]
}

run "refuses_a_pattern_of_revokers" {
  command = plan

  variables {
    revoker_role_name = "*"
  }

  expect_failures = [var.revoker_role_name]
}

run "refuses_a_pattern_of_policies" {
  command = plan

  variables {
    revocation_policy_name = "*"
  }

  expect_failures = [var.revocation_policy_name]
}

run "refuses_a_target_that_is_none" {
  command = plan

  variables {
    target_ids = ["production"]
  }

  expect_failures = [var.target_ids]
}

run "refuses_a_policy_name_with_spaces" {
  command = plan

  variables {
    policy_name = "Sentinel policies"
  }

  expect_failures = [var.policy_name]
}

run "refuses_tags_of_aws" {
  command = plan

  variables {
    tags = { "aws:owner" = "me" }
  }

  expect_failures = [var.tags]
}

run "refuses_more_roles_than_a_document_holds" {
  command = plan

  variables {
    deploy_role_arns = [for n in range(60) : "arn:aws:iam::111122223333:role/a-deploy-role-with-a-long-name-${n}"]
  }

  expect_failures = [output.scp_organization, output.scp_hub]
}
