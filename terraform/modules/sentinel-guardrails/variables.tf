variable "execution_role_arns" {
  description = "ARNs of the hub's execution roles by function: output `role_arns` of `sentinel-tvm`."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(setsubtract(["api", "revoker", "notifier"], keys(var.execution_role_arns))) == 0
    error_message = "The execution roles of api, revoker and notifier must be given, and that of the authorizer where there is one."
  }

  validation {
    condition     = alltrue([for arn in values(var.execution_role_arns) : can(regex("^arn:[a-z-]+:iam::\\d{12}:role/[\\w+=,.@-]{1,64}$", arn))])
    error_message = "An execution role must be the ARN of one role without a path, of an account of 12 digits and without a pattern."
  }

  validation {
    condition     = length(distinct([for arn in values(var.execution_role_arns) : split(":", arn)[4]])) == 1
    error_message = "All execution roles must be of one account: the hub."
  }
}

variable "deploy_role_arns" {
  description = "Roles that may change the server, its roles and policies, and in every account the protected roles. They are as powerful as the server."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.deploy_role_arns) > 0
    error_message = "At least one deploy role must be given: without one nobody could ever change or remove what is guarded."
  }

  validation {
    condition     = alltrue([for arn in var.deploy_role_arns : can(regex("^arn:[a-z-]+:iam::\\d{12}:role/[\\w+=,.@/-]+$", arn))])
    error_message = "A deploy role must be the ARN of one role, of an account of 12 digits and without a pattern: a role of that name in any account could be made by anybody."
  }
}

variable "account_deploy_role_names" {
  description = "Names of roles that deploy in every account, such as `stacksets-exec-*`. They are guarded like protected roles, so that nobody makes one of that name."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for name in var.account_deploy_role_names : can(regex("^[\\w+=,.@-]{4,63}\\*?$", name))])
    error_message = "A deploy role's name must be 4 to 63 letters, digits and _ + = , . @ - and may end with one *."
  }
}

variable "policy_writer_role_arns" {
  description = "Roles that may write Sentinel's documents besides the deploy roles."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.policy_writer_role_arns : can(regex("^arn:[a-z-]+:iam::\\d{12}:role/[\\w+=,.@/-]+$", arn))])
    error_message = "A policy writer must be the ARN of one role, of an account of 12 digits and without a pattern."
  }
}

variable "emergency_role_arns" {
  description = "Roles that may assume protected roles past the server; the same as in `sentinel-protected-role`. Only deploy roles may change them."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.emergency_role_arns : can(regex("^arn:[a-z-]+:iam::\\d{12}:role/[\\w+=,.@/-]+$", arn))])
    error_message = "An emergency role must be the ARN of one role, of an account of 12 digits and without a pattern; users belong into emergency_user_arns."
  }
}

variable "emergency_user_arns" {
  description = "IAM users that may assume protected roles past the server, with MFA, as in `sentinel-protected-role`, and those who take an emergency role. Only deploy roles may change them, their keys and MFA devices."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.emergency_user_arns : can(regex("^arn:[a-z-]+:iam::\\d{12}:user/[\\w+=,.@/-]+$", arn))])
    error_message = "An emergency user must be the ARN of one IAM user, of an account of 12 digits and without a pattern; roles belong into emergency_role_arns."
  }
}

variable "name" {
  description = "Name of the deployment, as in `sentinel-tvm`."
  type        = string
  default     = "sentinel"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,28}[a-z0-9]$", var.name))
    error_message = "The name must be 2 to 30 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "table_name" {
  description = "Name of the table; `name` if null."
  type        = string
  default     = null

  validation {
    condition     = var.table_name == null || can(regex("^[\\w.-]{3,255}$", var.table_name))
    error_message = "The table name must be 3 to 255 letters, digits and _ . -"
  }
}

variable "key_arn" {
  description = "KMS key of the table: output `key_arn` of `sentinel-tvm`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:\\d{12}:key/[\\w-]+$", var.key_arn))
    error_message = "The KMS key must be given by the ARN of the key itself, not of an alias."
  }
}

variable "api_id" {
  description = "Id of the HTTP API: output `api_id` of `sentinel-tvm`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]{1,64}$", var.api_id))
    error_message = "The API's id must be 1 to 64 lower-case letters and digits, such as a1b2c3d4e5."
  }
}

variable "parameter_prefix" {
  description = "Where Sentinel's documents lie in SSM Parameter Store."
  type        = string
  default     = "/sentinel"
  nullable    = false

  validation {
    condition     = can(regex("^(/[\\w.-]{1,64}){1,10}$", var.parameter_prefix)) && !can(regex("^(?i)/(aws|ssm)", var.parameter_prefix))
    error_message = "The parameter prefix must be a path such as /sentinel, without a slash at its end, and not begin with /aws or /ssm."
  }
}

variable "revoker_role_name" {
  description = "Name of the role `SentinelRevoker` in each account, with its path if it has one."
  type        = string
  default     = "SentinelRevoker"
  nullable    = false

  validation {
    condition     = can(regex("^([\\w+.@-]{1,64}/){0,4}[\\w+.@-]{1,64}$", var.revoker_role_name))
    error_message = "The revoker role's name must be 1 to 64 letters, digits and _ + . @ - behind a path, if any, without a slash at its beginning."
  }
}

variable "revocation_policy_name" {
  description = "Name of the policy `SentinelRevocations` in each account, with its path if it has one."
  type        = string
  default     = "SentinelRevocations"
  nullable    = false

  validation {
    condition     = can(regex("^([\\w+.@-]{1,64}/){0,4}[\\w+.@-]{1,64}$", var.revocation_policy_name))
    error_message = "The revocation policy's name must be 1 to 64 letters, digits and _ + . @ - behind a path, if any, without a slash at its beginning."
  }
}

variable "target_ids" {
  description = "Root, organisational units or accounts to which the policies for all accounts are attached, by the management account. Nothing is created if empty: then take the documents from the outputs."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for id in var.target_ids : can(regex("^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|\\d{12})$", id))])
    error_message = "A target must be the id of a root (r-...), of an organisational unit (ou-...) or of an account, 12 digits."
  }
}

variable "policy_name" {
  description = "Begins the names of the policies in Organizations."
  type        = string
  default     = "Sentinel"
  nullable    = false

  validation {
    condition     = can(regex("^[\\w-]{1,100}$", var.policy_name))
    error_message = "The policies' name must be 1 to 100 letters, digits, _ and -."
  }
}

variable "tags" {
  description = "Tags of the policies."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.tags) : !startswith(lower(key), "aws:") && length(key) <= 128])
    error_message = "A tag's key must not begin with aws: and have at most 128 characters."
  }
}
