variable "revoker_role_arn" {
  description = "ARN of the hub's revoker role: output `revoker_role_arn` of `sentinel-tvm`. Nobody else may write the policy."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:iam::\\d{12}:role/[\\w+=,.@-]{1,64}$", var.revoker_role_arn))
    error_message = "The revoker role must be the ARN of one role without a path, of an account of 12 digits and without a pattern."
  }
}

variable "revoker_role_name" {
  description = "Name of the role that the hub's revoker assumes here."
  type        = string
  default     = "SentinelRevoker"
  nullable    = false

  validation {
    condition     = can(regex("^[\\w+.@-]{1,64}$", var.revoker_role_name))
    error_message = "The revoker role's name must be 1 to 64 letters, digits and _ + . @ - without a path."
  }
}

variable "revocation_policy_name" {
  description = "Name of the managed policy that denies what was revoked, which every protected role carries."
  type        = string
  default     = "SentinelRevocations"
  nullable    = false

  validation {
    condition     = can(regex("^[\\w+.@-]{1,64}$", var.revocation_policy_name))
    error_message = "The revocation policy's name must be 1 to 64 letters, digits and _ + . @ - without a path."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of a permissions boundary for the revoker role; none if null."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:[a-z-]+:iam::(\\d{12}|aws):policy/[\\w+=,.@/-]+$", var.permissions_boundary_arn))
    error_message = "The permissions boundary must be the ARN of a managed policy."
  }
}

variable "tags" {
  description = "Tags of everything that takes tags."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.tags) : !startswith(lower(key), "aws:") && length(key) <= 128])
    error_message = "A tag's key must not begin with aws: and have at most 128 characters."
  }
}
