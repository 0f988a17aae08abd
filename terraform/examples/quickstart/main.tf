# Everything in one account, to try it out: who administers this account is as powerful as the server. For real work
# give the server an account of its own: see ../hub-and-spoke.
terraform {
  required_version = ">= 1.6"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.80, < 7.0"
    }
  }
}

provider "aws" {
  region = var.region
}

data "aws_caller_identity" "current" {}

module "tvm" {
  source = "../../modules/sentinel-tvm"

  package_path          = var.package_path
  runtime               = var.runtime
  protected_account_ids = [data.aws_caller_identity.current.account_id]
  deletion_protection   = var.deletion_protection
}

module "account" {
  source = "../../modules/sentinel-account"

  revoker_role_arn = module.tvm.revoker_role_arn
}

module "read_only" {
  source = "../../modules/sentinel-protected-role"

  name                  = "SentinelProtected-ReadOnly"
  profiles              = ["read-only"]
  api_role_arn          = module.tvm.api_role_arn
  revocation_policy_arn = module.account.revocation_policy_arn
  policy_arns           = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
}

module "client_access" {
  source = "../../modules/sentinel-client-access"

  api_execution_arn = module.tvm.api_execution_arn
  policy_name       = "CallSentinel"
}

# Who is who, and who may have what. In a company both come from a repository that others review.
resource "aws_ssm_parameter" "directory" {
  count = length(var.users) == 0 ? 0 : 1

  name  = "/sentinel/directory"
  type  = "String"
  tier  = "Advanced"
  value = file("${path.module}/directory.yaml")
}

resource "aws_ssm_parameter" "read_only" {
  count = length(var.users) == 0 ? 0 : 1

  name = "/sentinel/policies/read-only"
  type = "String"
  tier = "Advanced"
  value = templatefile("${path.module}/read-only.yaml", {
    role_arn = module.read_only.role_arn
    users    = jsonencode([for name in var.users : "iam/${lower(name)}"])
  })
}
