# The server in an account of its own, never the management account; protected roles in several accounts. Accounts
# that Terraform does not reach get theirs by a StackSet.
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
  alias  = "hub"
  region = var.region

  assume_role {
    role_arn = "arn:aws:iam::${var.hub_account_id}:role/${var.deploy_role_name}"
  }
}

provider "aws" {
  alias  = "production"
  region = var.region

  assume_role {
    role_arn = "arn:aws:iam::${var.production_account_id}:role/${var.deploy_role_name}"
  }
}

# Of the management account: StackSets, SCPs and RCPs are made there.
provider "aws" {
  alias  = "management"
  region = var.region
}

locals {
  protected_account_ids = concat([var.production_account_id], var.stackset_account_ids)
  emergency_role_arns   = concat(var.emergency_role_arns, aws_iam_role.emergency[*].arn)
}

module "tvm" {
  source    = "../../modules/sentinel-tvm"
  providers = { aws = aws.hub }

  package_path              = var.package_path
  runtime                   = var.runtime
  protected_account_ids     = local.protected_account_ids
  create_alarm_topic        = true
  cloudtrail_log_group_name = var.cloudtrail_log_group_name
}

module "production" {
  source    = "../../modules/sentinel-account"
  providers = { aws = aws.production }

  revoker_role_arn = module.tvm.revoker_role_arn
}

# The way past the server, while it is down: these users take the role with MFA, and with it any protected role that
# names it. MFA is asked for here, because sessions of this role no longer tell of it.
resource "aws_iam_role" "emergency" {
  provider = aws.hub
  count    = length(var.emergency_user_arns) == 0 ? 0 : 1

  name                 = "SentinelEmergency"
  description          = "Takes protected roles while Sentinel is down; sounds an alarm"
  max_session_duration = 3600
  assume_role_policy   = replace(file("${path.module}/emergency-role-trust.json"), "[\"USERS\"]", jsonencode(var.emergency_user_arns))
}

resource "aws_iam_role_policy" "emergency" {
  provider = aws.hub
  count    = length(aws_iam_role.emergency)

  name = "protected-roles"
  role = aws_iam_role.emergency[0].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "ProtectedRoles"
      Effect   = "Allow"
      Action   = ["sts:AssumeRole"]
      Resource = [for id in local.protected_account_ids : "arn:aws:iam::${id}:role/SentinelProtected-*"]
    }]
  })
}

# Only what somebody approved, or broke the glass for.
module "production_admin" {
  source    = "../../modules/sentinel-protected-role"
  providers = { aws = aws.production }

  name                  = "SentinelProtected-ProductionAdmin"
  profiles              = ["production-admin"]
  api_role_arn          = module.tvm.api_role_arn
  identities            = ["sentinel.approved.*", "sentinel.breakglass.*"]
  emergency_role_arns   = local.emergency_role_arns
  revocation_policy_arn = module.production.revocation_policy_arn
  policy_arns           = ["arn:aws:iam::aws:policy/AdministratorAccess"]
}

# The same as the module sentinel-account, in every account of these units, also in those that come later. List each
# account in `stackset_account_ids` too: the server denies what was revoked in listed accounts only.
resource "aws_cloudformation_stack_set" "account" {
  provider = aws.management
  count    = length(var.stackset_unit_ids) == 0 ? 0 : 1

  name             = "sentinel-account"
  description      = "What was revoked, and who may write it"
  permission_model = "SERVICE_MANAGED"
  capabilities     = ["CAPABILITY_NAMED_IAM"]
  template_body    = file("${path.module}/../../modules/sentinel-account/stackset.yaml")
  parameters       = { RevokerRoleArn = module.tvm.revoker_role_arn }

  auto_deployment {
    enabled                          = true
    retain_stacks_on_account_removal = true
  }

  lifecycle {
    # Service-managed sets have none, and the provider would see a difference for ever.
    ignore_changes = [administration_role_arn]
  }
}

resource "aws_cloudformation_stack_set_instance" "account" {
  provider = aws.management
  count    = length(aws_cloudformation_stack_set.account)

  stack_set_name = aws_cloudformation_stack_set.account[0].name

  deployment_targets {
    organizational_unit_ids = var.stackset_unit_ids
  }
}

module "guardrails" {
  source    = "../../modules/sentinel-guardrails"
  providers = { aws = aws.management }

  execution_role_arns       = module.tvm.role_arns
  deploy_role_arns          = [for id in concat([var.hub_account_id], [var.production_account_id]) : "arn:aws:iam::${id}:role/${var.deploy_role_name}"]
  account_deploy_role_names = length(var.stackset_unit_ids) == 0 ? [] : ["stacksets-exec-*"]
  emergency_role_arns       = local.emergency_role_arns
  emergency_user_arns       = var.emergency_user_arns
  key_arn                   = module.tvm.key_arn
  api_id                    = module.tvm.api_id
  target_ids                = var.guardrail_target_ids
}

module "client_access" {
  source    = "../../modules/sentinel-client-access"
  providers = { aws = aws.hub }

  api_execution_arn = module.tvm.api_execution_arn
  policy_name       = "CallSentinel"
}
