# One deployment with everything that the modules can make, as `npm run parity` reads it and the truth table judges it.
# The CDK's is packages/cdk/testing/deployment.ts: what is given here is given there.
terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.workload]
    }
  }
}

variable "package_path" {
  type = string
}

locals {
  hub             = "111122223333"
  workload        = "444455556666"
  emergency_roles = ["arn:aws:iam::${local.workload}:role/Emergency"]
  emergency_users = ["arn:aws:iam::${local.workload}:user/emergency"]
}

module "tvm" {
  source = "../../../terraform/modules/sentinel-tvm"

  package_path              = var.package_path
  runtime                   = "nodejs22.x"
  protected_account_ids     = [local.workload, local.hub]
  caller_account_ids        = [local.hub]
  channel_topic_arns        = ["arn:aws:sns:eu-west-1:${local.hub}:sentinel-security"]
  cloudtrail_log_group_name = "cloudtrail"
  create_alarm_topic        = true

  authorizer = {
    audiences = ["services.example.com"]
    api_ids   = ["service001"]
  }
}

module "account" {
  source    = "../../../terraform/modules/sentinel-account"
  providers = { aws = aws.workload }

  revoker_role_arn = "arn:aws:iam::${local.hub}:role/sentinel-revoker"
}

module "production" {
  source    = "../../../terraform/modules/sentinel-protected-role"
  providers = { aws = aws.workload }

  name                = "SentinelProtected-Production"
  api_role_arn        = "arn:aws:iam::${local.hub}:role/sentinel-api"
  profiles            = ["production"]
  emergency_role_arns = local.emergency_roles
  emergency_user_arns = local.emergency_users
  policy_arns         = ["arn:aws:iam::aws:policy/AdministratorAccess"]
}

module "database" {
  source    = "../../../terraform/modules/sentinel-protected-role"
  providers = { aws = aws.workload }

  name         = "SentinelProtected-Database"
  api_role_arn = "arn:aws:iam::${local.hub}:role/sentinel-api"
  profiles     = ["database", "database-admin"]
  identities   = ["sentinel.approved.*", "sentinel.breakglass.*"]
  may_chain_to = ["arn:aws:iam::${local.workload}:role/app-deployer"]
  policy_arns  = ["arn:aws:iam::aws:policy/AdministratorAccess"]
}

module "guardrails" {
  source = "../../../terraform/modules/sentinel-guardrails"

  execution_role_arns = {
    for name in ["api", "authorizer", "revoker", "notifier"] : name => "arn:aws:iam::${local.hub}:role/sentinel-${name}"
  }
  deploy_role_arns        = ["arn:aws:iam::${local.hub}:role/deploy"]
  policy_writer_role_arns = ["arn:aws:iam::${local.hub}:role/policy-writer"]
  emergency_role_arns     = local.emergency_roles
  emergency_user_arns     = concat(local.emergency_users, ["arn:aws:iam::${local.workload}:user/on-call"])
  key_arn                 = module.tvm.key_arn
  api_id                  = module.tvm.api_id
}

output "guardrails" {
  value = {
    organization  = module.guardrails.scp_organization
    hub_functions = module.guardrails.scp_hub.functions
    hub_state     = module.guardrails.scp_hub.state
    resources     = module.guardrails.rcp
  }
}
