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

  mock_resource "aws_ssoadmin_permission_set" {
    defaults = { arn = "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef" }
  }

  mock_data "aws_iam_roles" {
    defaults = { names = ["AWSReservedSSO_Engineers_0123456789abcdef"] }
  }
}

variables {
  api_execution_arn = "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/$default"
}

run "allows_to_call_this_api_and_nothing_more" {
  variables {
    policy_name     = "CallSentinel"
    permission_sets = { Engineers = ["engineering"] }
  }

  assert {
    condition     = jsondecode(aws_iam_policy.client[0].policy).Statement == [{ Sid = "CallSentinel", Effect = "Allow", Action = ["execute-api:Invoke"], Resource = ["arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/$default/*"] }]
    error_message = "Clients may do more."
  }

  assert {
    condition     = output.directory_entries == [{ account = "111122223333", role = "AWSReservedSSO_Engineers_0123456789abcdef", groups = tolist(["engineering"]) }]
    error_message = "The directory's entry does not name the role in full."
  }
}

run "makes_and_assigns_the_permission_set" {
  module {
    source = "./identity-center"
  }

  variables {
    instance_arn   = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
    policy_json    = jsonencode({ Version = "2012-10-17", Statement = [] })
    hub_account_id = "111122223333"
    group_ids      = ["906778f5fa-12345678-1234-1234-1234-123456789012"]
  }

  assert {
    condition     = aws_ssoadmin_permission_set.client.session_duration == "PT12H" && one(values(aws_ssoadmin_account_assignment.client)).target_id == "111122223333"
    error_message = "The permission set is assigned elsewhere, or for another time."
  }
}

run "refuses_every_wrong_value" {
  command = plan

  variables {
    # Any stage.
    api_execution_arn = "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/*"
    # A policy name with spaces.
    policy_name = "Call Sentinel"
    # A permission set with a pattern.
    permission_sets = { "Eng*" = [] }
    # Tags of AWS.
    tags = { "aws:owner" = "me" }
  }

  expect_failures = [
    var.api_execution_arn,
    var.policy_name,
    var.permission_sets,
    var.tags,
  ]
}

run "refuses_values_that_are_wrong_in_another_way" {
  command = plan

  variables {
    # Any API.
    api_execution_arn = "arn:aws:execute-api:eu-west-1:111122223333:*/$default"
    # A group in capitals.
    permission_sets = { Engineers = ["Engineering"] }
  }

  expect_failures = [
    var.api_execution_arn,
    var.permission_sets,
  ]
}

run "refuses_a_permission_set_without_a_role" {
  command = plan

  variables {
    permission_sets = { Engineers = [] }
  }

  override_data {
    target = data.aws_iam_roles.permission_set
    values = { names = [] }
  }

  expect_failures = [data.aws_iam_roles.permission_set]
}

run "identity_center_refuses_every_wrong_value" {
  command = plan

  module {
    source = "./identity-center"
  }

  variables {
    # An instance by its id.
    instance_arn = "ssoins-1234567890abcdef"
    # A permission set name with spaces.
    permission_set_name = "All Engineers"
    # A policy that is no JSON.
    policy_json = "allow all"
    # Any hub.
    hub_account_id = "*"
    # No group.
    group_ids = []
    # A session of a day.
    session_hours = 24
  }

  expect_failures = [
    var.instance_arn,
    var.permission_set_name,
    var.policy_json,
    var.hub_account_id,
    var.group_ids,
    var.session_hours,
  ]
}

run "identity_center_refuses_values_that_are_wrong_in_another_way" {
  command = plan

  module {
    source = "./identity-center"
  }

  variables {
    instance_arn   = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
    policy_json    = jsonencode({ Version = "2012-10-17", Statement = [] })
    hub_account_id = "111122223333"
    # A group by its name.
    group_ids = ["Engineers"]
  }

  expect_failures = [
    var.group_ids,
  ]
}
