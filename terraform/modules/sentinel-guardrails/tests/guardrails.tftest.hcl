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
    emergency_user_arns       = ["arn:aws:iam::111122223333:user/alice"]
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

  assert {
    condition = alltrue([for document in [output.scp_organization, output.rcp] : jsondecode(document).Statement[0].Condition == {
      ArnNotEquals = { "aws:PrincipalArn" = ["arn:aws:iam::111122223333:role/sentinel-api", "arn:aws:iam::111122223333:role/Emergency", "arn:aws:iam::111122223333:user/alice"] }
    }])
    error_message = "Those of emergencies are kept out, or others are not."
  }

  assert {
    condition     = length(setsubtract(["arn:aws:iam::111122223333:role/Emergency", "arn:aws:iam::111122223333:user/alice"], jsondecode(output.scp_organization).Statement[2].Resource)) == 0
    error_message = "Anybody may change who takes an emergency role, or make a key of an emergency user."
  }
}

run "refuses_every_wrong_value" {
  command = plan

  variables {
    # To go without the API role.
    execution_role_arns = { revoker = "arn:aws:iam::111122223333:role/r", notifier = "arn:aws:iam::111122223333:role/n" }
    # No deploy role.
    deploy_role_arns = []
    # Any role of accounts as deploy role.
    account_deploy_role_names = ["*"]
    # Any policy writer.
    policy_writer_role_arns = ["*"]
    # Any emergency role.
    emergency_role_arns = ["arn:aws:iam::111122223333:root"]
    # A role as emergency user.
    emergency_user_arns = ["arn:aws:iam::111122223333:role/Emergency"]
    # A name in capitals.
    name = "Sentinel"
    # A table name of two characters.
    table_name = "ab"
    # An alias as key.
    key_arn = "alias/sentinel"
    # The URL of the API.
    api_id = "https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com"
    # A prefix without a slash.
    parameter_prefix = "sentinel"
    # A pattern of revokers.
    revoker_role_name = "*"
    # A pattern of policies.
    revocation_policy_name = "*"
    # A target that is none.
    target_ids = ["production"]
    # A policy name with spaces.
    policy_name = "Sentinel policies"
    # Tags of AWS.
    tags = { "aws:owner" = "me" }
  }

  expect_failures = [
    var.execution_role_arns,
    var.deploy_role_arns,
    var.account_deploy_role_names,
    var.policy_writer_role_arns,
    var.emergency_role_arns,
    var.emergency_user_arns,
    var.name,
    var.table_name,
    var.key_arn,
    var.api_id,
    var.parameter_prefix,
    var.revoker_role_name,
    var.revocation_policy_name,
    var.target_ids,
    var.policy_name,
    var.tags,
  ]
}

run "refuses_values_that_are_wrong_in_another_way" {
  command = plan

  variables {
    # Execution roles of two accounts.
    execution_role_arns = { api = "arn:aws:iam::111122223333:role/a", revoker = "arn:aws:iam::444455556666:role/r", notifier = "arn:aws:iam::111122223333:role/n" }
    # A deploy role of any account.
    deploy_role_arns = ["arn:aws:iam::*:role/SentinelDeploy"]
  }

  expect_failures = [
    var.execution_role_arns,
    var.deploy_role_arns,
  ]
}

run "refuses_values_that_are_wrong_in_a_third_way" {
  command = plan

  variables {
    # A pattern of execution roles.
    execution_role_arns = { api = "arn:aws:iam::111122223333:role/*", revoker = "arn:aws:iam::111122223333:role/r", notifier = "arn:aws:iam::111122223333:role/n" }
  }

  expect_failures = [
    var.execution_role_arns,
  ]
}

run "refuses_more_roles_than_a_document_holds" {
  command = plan

  variables {
    deploy_role_arns = [for n in range(60) : "arn:aws:iam::111122223333:role/a-deploy-role-with-a-long-name-${n}"]
  }

  expect_failures = [output.scp_organization, output.scp_hub]
}
