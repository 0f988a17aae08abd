variable "region" {
  description = "Region of the server."
  type        = string
  default     = "eu-west-1"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2,4}(-[a-z]{2,12}){1,2}-\\d{1,2}$", var.region))
    error_message = "The Region must be one such as eu-west-1."
  }
}

variable "hub_account_id" {
  description = "Account of the server alone."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^\\d{12}$", var.hub_account_id))
    error_message = "The hub's account id must be 12 digits."
  }
}

variable "production_account_id" {
  description = "An account with a protected role that Terraform makes."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^\\d{12}$", var.production_account_id))
    error_message = "The production account's id must be 12 digits."
  }
}

variable "stackset_account_ids" {
  description = "Accounts that the StackSet reaches."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for id in var.stackset_account_ids : can(regex("^\\d{12}$", id))])
    error_message = "An account id must be 12 digits; neither * nor any other pattern stands for accounts."
  }
}

variable "stackset_unit_ids" {
  description = "Organisational units whose accounts the StackSet reaches; no StackSet if empty."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for id in var.stackset_unit_ids : can(regex("^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$", id))])
    error_message = "An organisational unit must be given by its id, such as ou-abcd-12345678."
  }
}

variable "deploy_role_name" {
  description = "Role, in the hub and in production, by which Terraform deploys."
  type        = string
  default     = "SentinelDeploy"
  nullable    = false

  validation {
    condition     = can(regex("^[\\w+=,.@-]{1,64}$", var.deploy_role_name))
    error_message = "The deploy role's name must be 1 to 64 letters, digits and _ + = , . @ - without a path."
  }
}

variable "emergency_user_arns" {
  description = "IAM users who may take the role `SentinelEmergency` with MFA, and with it protected roles, while the server is down. No such role if empty; needs `cloudtrail_log_group_name`."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.emergency_user_arns : can(regex("^arn:[a-z-]+:iam::\\d{12}:user/[\\w+=,.@/-]+$", arn))])
    error_message = "An emergency user must be the ARN of one IAM user, of an account of 12 digits and without a pattern."
  }
}

variable "emergency_role_arns" {
  description = "Roles that are there, such as one of Identity Center, and may take protected roles while the server is down. They have to demand MFA themselves; needs `cloudtrail_log_group_name`."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.emergency_role_arns : can(regex("^arn:[a-z-]+:iam::\\d{12}:role/[\\w+=,.@/-]+$", arn))])
    error_message = "An emergency role must be the ARN of one role, of an account of 12 digits and without a pattern."
  }
}

variable "cloudtrail_log_group_name" {
  description = "Log group of the hub that receives CloudTrail's events of all accounts: then an alarm sounds when somebody goes past the server."
  type        = string
  default     = null
}

variable "guardrail_target_ids" {
  description = "Root, units or accounts that the guardrails are attached to; none if empty."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "package_path" {
  description = "Path of the release's `sentinel-tvm.zip`."
  type        = string
  default     = "../../../dist/sentinel-tvm.zip"
  nullable    = false
}

variable "runtime" {
  description = "Lambda runtime; AWS provider 5.x takes `nodejs22.x` at most."
  type        = string
  default     = "nodejs24.x"
  nullable    = false
}
