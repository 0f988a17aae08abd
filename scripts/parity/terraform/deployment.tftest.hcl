# Nothing is called: what only AWS knows is told here, all else is what the modules make of it.
mock_provider "aws" {
  source          = "./mocks"
  override_during = plan

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }
}

mock_provider "aws" {
  alias           = "workload"
  source          = "./mocks"
  override_during = plan

  mock_data "aws_caller_identity" {
    defaults = { account_id = "444455556666" }
  }
}

override_resource {
  target          = module.tvm.aws_iam_role.function["api"]
  override_during = plan
  values          = { arn = "arn:aws:iam::111122223333:role/sentinel-api" }
}

override_resource {
  target          = module.tvm.aws_iam_role.function["authorizer"]
  override_during = plan
  values          = { arn = "arn:aws:iam::111122223333:role/sentinel-authorizer" }
}

override_resource {
  target          = module.tvm.aws_iam_role.function["revoker"]
  override_during = plan
  values          = { arn = "arn:aws:iam::111122223333:role/sentinel-revoker" }
}

override_resource {
  target          = module.tvm.aws_iam_role.function["notifier"]
  override_during = plan
  values          = { arn = "arn:aws:iam::111122223333:role/sentinel-notifier" }
}

run "deployment" {
  command = plan
}
