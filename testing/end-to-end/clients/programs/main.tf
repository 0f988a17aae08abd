# Who Terraform's AWS provider is, asked without any network but this machine's.
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "sts" {
  type = string
}

provider "aws" {
  region                     = "eu-west-1"
  skip_metadata_api_check    = true
  skip_region_validation     = true
  skip_requesting_account_id = true

  endpoints {
    sts = var.sts
  }
}

data "aws_caller_identity" "me" {}

output "arn" {
  value = data.aws_caller_identity.me.arn
}
