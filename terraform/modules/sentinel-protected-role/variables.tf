variable "name" {
  description = "Name of the role: begins with `SentinelProtected-`; a path it never has."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^SentinelProtected-[\\w+=,.@-]{1,46}$", var.name))
    error_message = "A protected role's name must begin with SentinelProtected-, go on with letters, digits and _ + = , . @ - and have at most 64 characters, without a path."
  }
}

variable "description" {
  description = "Description of the role."
  type        = string
  default     = "Vended by Sentinel"
  nullable    = false

  validation {
    condition     = can(regex("^[ -~\\t\\r\\n]{1,1000}$", var.description))
    error_message = "The role's description must be 1 to 1000 ASCII characters."
  }
}

variable "profiles" {
  description = "Profiles that this role is for: none else vends it, whatever its document says."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.profiles) > 0
    error_message = "At least one profile must be given: without one, whoever writes any profile's document could name this role."
  }

  validation {
    condition     = alltrue([for profile in var.profiles : can(regex("^[a-z0-9][a-z0-9_-]{0,63}$", profile))])
    error_message = "A profile's name must be 1 to 64 lower-case letters, digits, _ and - and no pattern."
  }
}

variable "api_role_arn" {
  description = "The one role that may vend this one: output `api_role_arn` of `sentinel-tvm`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:iam::\\d{12}:role/[\\w+=,.@-]{1,64}$", var.api_role_arn))
    error_message = "The api role must be the ARN of one role without a path, of an account of 12 digits and without a pattern: neither an account nor * may be trusted."
  }
}

variable "identities" {
  description = "Patterns of the SourceIdentity that may be vended: `sentinel.*`, or narrower ones such as `sentinel.approved.*`, `sentinel.auto.*`, `sentinel.breakglass.*`. What none fits cannot be vended."
  type        = list(string)
  default     = ["sentinel.*"]
  nullable    = false

  validation {
    condition     = length(var.identities) > 0
    error_message = "At least one pattern of identities must be given: an empty list would trust nobody."
  }

  validation {
    condition     = alltrue([for each in var.identities : can(regex("^sentinel\\.(\\*|(direct|approved|auto|breakglass)\\.\\*)$", each))])
    error_message = "A pattern of identities must be sentinel.* or sentinel.<via>.* with direct, approved, auto or breakglass: any other could be forged by a name, or fits nothing."
  }
}

variable "may_chain_to" {
  description = "ARNs of all roles that sessions of this role may assume further. A revocation does not follow a session into a role that does not carry it."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.may_chain_to : can(regex("^arn:[a-z-]+:iam::\\d{12}:role/[\\w+=,.@/-]+$", arn))])
    error_message = "A role to chain to must be given by its whole ARN, of an account of 12 digits and without a pattern."
  }
}

variable "emergency_role_arns" {
  description = "Roles, those of Identity Center too, that may assume this one past the server, without an identity that begins with `sentinel.`; nobody by default. Their sessions tell nothing of MFA: demand it where such a role is assumed."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.emergency_role_arns : can(regex("^arn:[a-z-]+:iam::\\d{12}:role/[\\w+=,.@/-]+$", arn))])
    error_message = "An emergency role must be the ARN of one role, of an account of 12 digits and without a pattern: neither an account nor * may be trusted; users belong into emergency_user_arns."
  }
}

variable "emergency_user_arns" {
  description = "IAM users that may assume this role past the server, with MFA and without an identity that begins with `sentinel.`; nobody by default."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.emergency_user_arns : can(regex("^arn:[a-z-]+:iam::\\d{12}:user/[\\w+=,.@/-]+$", arn))])
    error_message = "An emergency user must be the ARN of one IAM user, of an account of 12 digits and without a pattern: a session of a role tells nothing of MFA, so roles belong into emergency_role_arns."
  }
}

variable "max_session_seconds" {
  description = "Longest session in seconds. What the server vends lives an hour at most, as role chaining has it."
  type        = number
  default     = 3600
  nullable    = false

  validation {
    condition     = var.max_session_seconds == 3600
    error_message = "A protected role's sessions last 3600 seconds: IAM knows no less, and more would outlive what a revocation denies."
  }
}

variable "revocation_policy_arn" {
  description = "The policy that denies what was revoked: output `revocation_policy_arn` of `sentinel-account`; `SentinelRevocations` of this account if null."
  type        = string
  default     = null

  validation {
    condition     = var.revocation_policy_arn == null || can(regex("^arn:[a-z-]+:iam::\\d{12}:policy/[\\w+=,.@/-]+$", var.revocation_policy_arn))
    error_message = "The revocation policy must be the ARN of a customer managed policy."
  }
}

variable "policy_arns" {
  description = "Managed policies that say what the role may do."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.policy_arns : can(regex("^arn:[a-z-]+:iam::(\\d{12}|aws):policy/[\\w+=,.@/-]+$", arn))])
    error_message = "A managed policy must be given by its ARN."
  }

  validation {
    condition     = length(distinct(var.policy_arns)) == length(var.policy_arns)
    error_message = "Each managed policy must be given once."
  }
}

variable "inline_policies" {
  description = "Policies as JSON, by name, that say what the role may do. The name `chaining` is taken."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name, policy in var.inline_policies : can(regex("^[\\w+=,.@-]{1,128}$", name)) && name != "chaining"])
    error_message = "An inline policy's name must be 1 to 128 letters, digits and _ + = , . @ - and not chaining, which is taken."
  }

  validation {
    condition     = alltrue([for name, policy in var.inline_policies : can(jsondecode(policy).Statement)])
    error_message = "An inline policy must be a JSON document with statements."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of a permissions boundary for the role; none if null."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:[a-z-]+:iam::(\\d{12}|aws):policy/[\\w+=,.@/-]+$", var.permissions_boundary_arn))
    error_message = "The permissions boundary must be the ARN of a managed policy."
  }
}

variable "tags" {
  description = "Tags of the role."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.tags) : !startswith(lower(key), "aws:") && length(key) <= 128])
    error_message = "A tag's key must not begin with aws: and have at most 128 characters."
  }

  validation {
    # A session tag of the same key would be told from the role's by nobody who reads `aws:PrincipalTag`.
    condition     = alltrue([for key in keys(var.tags) : !startswith(lower(key), "sentinel")])
    error_message = "A tag's key must not begin with Sentinel: those are the session's."
  }
}
