variable "instance_arn" {
  description = "ARN of the Identity Center instance."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:sso:::instance/(sso)?ins-[0-9a-zA-Z.-]{16}$", var.instance_arn))
    error_message = "The Identity Center instance must be given by its ARN, such as arn:aws:sso:::instance/ssoins-1234567890abcdef."
  }
}

variable "permission_set_name" {
  description = "Name of the permission set."
  type        = string
  default     = "Sentinel"
  nullable    = false

  validation {
    condition     = can(regex("^[\\w+=,.@-]{1,32}$", var.permission_set_name))
    error_message = "The permission set's name must be 1 to 32 letters, digits and _ + = , . @ -"
  }
}

variable "policy_json" {
  description = "What the permission set allows: output `policy_json` of `sentinel-client-access`."
  type        = string
  nullable    = false

  validation {
    condition     = can(jsondecode(var.policy_json).Statement)
    error_message = "The permission set's policy must be a JSON document with statements."
  }
}

variable "hub_account_id" {
  description = "Account of the server: there the permission set is assigned."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^\\d{12}$", var.hub_account_id))
    error_message = "The hub's account id must be 12 digits."
  }
}

variable "group_ids" {
  description = "Ids of the Identity Center groups whose members may call the server."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.group_ids) > 0
    error_message = "At least one group must be given: Identity Center makes the role with the first assignment."
  }

  validation {
    condition     = alltrue([for id in var.group_ids : can(regex("^([0-9a-f]{10}-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", id))])
    error_message = "A group must be given by its id in the identity store, such as 906778f5fa-12345678-1234-1234-1234-123456789012."
  }
}

variable "session_hours" {
  description = "Hours after which people sign in anew."
  type        = number
  default     = 12
  nullable    = false

  validation {
    condition     = var.session_hours >= 1 && var.session_hours <= 12 && floor(var.session_hours) == var.session_hours
    error_message = "The permission set's session must be a whole number of hours from 1 to 12."
  }
}

variable "tags" {
  description = "Tags of the permission set."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.tags) : !startswith(lower(key), "aws:") && length(key) <= 128])
    error_message = "A tag's key must not begin with aws: and have at most 128 characters."
  }
}
