# People sign in by IAM Identity Center and may call the server, nothing more; the directory trusts their names.
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

# Of the account that administers Identity Center, in its Region.
provider "aws" {
  alias  = "identity_center"
  region = var.identity_center_region
}

module "client_access" {
  source    = "../../modules/sentinel-client-access"
  providers = { aws = aws.hub }

  api_execution_arn = var.api_execution_arn
  permission_sets   = { (module.people.permission_set_name) = ["engineering"] }
}

module "people" {
  source    = "../../modules/sentinel-client-access/identity-center"
  providers = { aws = aws.identity_center }

  instance_arn        = var.instance_arn
  permission_set_name = "SentinelEngineers"
  policy_json         = module.client_access.policy_json
  hub_account_id      = var.hub_account_id
  group_ids           = var.group_ids
}

resource "aws_ssm_parameter" "directory" {
  provider = aws.hub

  name = "/sentinel/directory"
  type = "String"
  tier = "Advanced"

  # JSON is YAML.
  value = jsonencode({
    version = "1"
    identity = {
      domain                = var.domain
      trusted_session_names = module.client_access.directory_entries
    }
    administration = {
      revoke = { groups = ["security"] }
      audit  = { groups = ["security"] }
    }
  })
}
