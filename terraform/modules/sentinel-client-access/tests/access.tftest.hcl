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

run "refuses_any_stage" {
  command = plan

  variables {
    api_execution_arn = "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/*"
  }

  expect_failures = [var.api_execution_arn]
}

run "refuses_any_api" {
  command = plan

  variables {
    api_execution_arn = "arn:aws:execute-api:eu-west-1:111122223333:*/$default"
  }

  expect_failures = [var.api_execution_arn]
}

run "refuses_a_policy_name_with_spaces" {
  command = plan

  variables {
    policy_name = "Call Sentinel"
  }

  expect_failures = [var.policy_name]
}

run "refuses_a_permission_set_with_a_pattern" {
  command = plan

  variables {
    permission_sets = { "Eng*" = [] }
  }

  expect_failures = [var.permission_sets]
}

run "refuses_a_group_in_capitals" {
  command = plan

  variables {
    permission_sets = { Engineers = ["Engineering"] }
  }

  expect_failures = [var.permission_sets]
}

run "refuses_tags_of_aws" {
  command = plan

  variables {
    tags = { "aws:owner" = "me" }
  }

  expect_failures = [var.tags]
}

run "refuses_an_instance_by_its_id" {
  command = plan

  module {
    source = "./identity-center"
  }

  variables {
    policy_json    = jsonencode({ Version = "2012-10-17", Statement = [] })
    hub_account_id = "111122223333"
    group_ids      = ["906778f5fa-12345678-1234-1234-1234-123456789012"]
    instance_arn   = "ssoins-1234567890abcdef"
  }

  expect_failures = [var.instance_arn]
}

run "refuses_a_permission_set_name_with_spaces" {
  command = plan

  module {
    source = "./identity-center"
  }

  variables {
    instance_arn        = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
    policy_json         = jsonencode({ Version = "2012-10-17", Statement = [] })
    hub_account_id      = "111122223333"
    group_ids           = ["906778f5fa-12345678-1234-1234-1234-123456789012"]
    permission_set_name = "All Engineers"
  }

  expect_failures = [var.permission_set_name]
}

run "refuses_a_policy_that_is_no_json" {
  command = plan

  module {
    source = "./identity-center"
  }

  variables {
    instance_arn   = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
    hub_account_id = "111122223333"
    group_ids      = ["906778f5fa-12345678-1234-1234-1234-123456789012"]
    policy_json    = "allow all"
  }

  expect_failures = [var.policy_json]
}

run "refuses_any_hub" {
  command = plan

  module {
    source = "./identity-center"
  }

  variables {
    instance_arn   = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
    policy_json    = jsonencode({ Version = "2012-10-17", Statement = [] })
    group_ids      = ["906778f5fa-12345678-1234-1234-1234-123456789012"]
    hub_account_id = "*"
  }

  expect_failures = [var.hub_account_id]
}

run "refuses_no_group" {
  command = plan

  module {
    source = "./identity-center"
  }

  variables {
    instance_arn   = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
    policy_json    = jsonencode({ Version = "2012-10-17", Statement = [] })
    hub_account_id = "111122223333"
    group_ids      = []
  }

  expect_failures = [var.group_ids]
}

run "refuses_a_group_by_its_name" {
  command = plan

  module {
    source = "./identity-center"
  }

  variables {
    instance_arn   = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
    policy_json    = jsonencode({ Version = "2012-10-17", Statement = [] })
    hub_account_id = "111122223333"
    group_ids      = ["Engineers"]
  }

  expect_failures = [var.group_ids]
}

run "refuses_a_session_of_a_day" {
  command = plan

  module {
    source = "./identity-center"
  }

  variables {
    instance_arn   = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
    policy_json    = jsonencode({ Version = "2012-10-17", Statement = [] })
    hub_account_id = "111122223333"
    group_ids      = ["906778f5fa-12345678-1234-1234-1234-123456789012"]
    session_hours  = 24
  }

  expect_failures = [var.session_hours]
}
