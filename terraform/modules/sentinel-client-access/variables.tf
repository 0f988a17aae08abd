variable "api_execution_arn" {
  description = "The API's stage: output `api_execution_arn` of `sentinel-tvm`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:execute-api:[a-z0-9-]+:\\d{12}:[a-z0-9]{1,64}/(\\$default|[\\w-]{1,128})$", var.api_execution_arn))
    error_message = "The API must be given by the ARN of one stage, such as arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/$default, without a pattern."
  }
}

variable "policy_name" {
  description = "Makes a managed policy of this name, for roles and users of the hub's account; none if null."
  type        = string
  default     = null

  validation {
    condition     = var.policy_name == null || can(regex("^[\\w+=,.@-]{1,128}$", var.policy_name))
    error_message = "The policy's name must be 1 to 128 letters, digits and _ + = , . @ -"
  }
}

variable "permission_sets" {
  description = "Identity Center permission sets that are assigned in this account, by name, with the directory's groups that their people are in: for each an entry of the directory is written."
  type        = map(list(string))
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.permission_sets) : can(regex("^[\\w+=,.@-]{1,32}$", name))])
    error_message = "A permission set's name must be 1 to 32 letters, digits and _ + = , . @ -"
  }

  validation {
    condition     = alltrue([for group in flatten(values(var.permission_sets)) : can(regex("^[a-z0-9][a-z0-9_-]{0,63}$", group))])
    error_message = "A group's name must be 1 to 64 lower-case letters, digits, _ and -."
  }
}

variable "tags" {
  description = "Tags of the policy."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.tags) : !startswith(lower(key), "aws:") && length(key) <= 128])
    error_message = "A tag's key must not begin with aws: and have at most 128 characters."
  }
}
