variable "name" {
  description = "Begins the names of functions, queues, alarms and of the API, such as `sentinel`."
  type        = string
  default     = "sentinel"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,28}[a-z0-9]$", var.name))
    error_message = "The name must be 2 to 30 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "package_path" {
  description = "Path of the release's `sentinel-tvm.zip`, which holds all functions."
  type        = string
  nullable    = false

  validation {
    condition     = endswith(var.package_path, ".zip") && fileexists(var.package_path)
    error_message = "The package path must be that of a zip file that is there; `npm run build:lambda` makes dist/sentinel-tvm.zip."
  }
}

variable "package_sha256" {
  description = "SHA-256 that the zip must have, in lower-case hex, as in the release's `sentinel-tvm.zip.sha256`; any if null."
  type        = string
  default     = null

  validation {
    condition     = var.package_sha256 == null || can(regex("^[0-9a-f]{64}$", var.package_sha256))
    error_message = "The package's SHA-256 must be 64 lower-case hexadecimal digits."
  }
}

variable "runtime" {
  description = "Lambda runtime. AWS provider 5.x does not know `nodejs24.x`: with it, give `nodejs22.x` or take provider 6.x."
  type        = string
  default     = "nodejs24.x"
  nullable    = false

  validation {
    condition     = can(regex("^nodejs(22|24|26)\\.x$", var.runtime))
    error_message = "The runtime must be nodejs24.x, or nodejs22.x or nodejs26.x where that one is not to be had."
  }
}

variable "role_names" {
  description = "Names of the execution roles; `<name>-<function>` if left out. Trust policies keep a role's unique id, so a role that exists is not renamed without being asked."
  type = object({
    api        = optional(string)
    authorizer = optional(string)
    revoker    = optional(string)
    notifier   = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in values(var.role_names) : name == null || can(regex("^[\\w+=,.@-]{1,64}$", name))])
    error_message = "A role name must be 1 to 64 letters, digits and _ + = , . @ - without a path."
  }

  validation {
    condition     = alltrue([for name in values(var.role_names) : name == null || !startswith(lower(coalesce(name, "-")), "sentinelprotected-")])
    error_message = "An execution role must not be named like a protected role: SentinelProtected- is what the server vends."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of a permissions boundary for the execution roles; none if null."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:[a-z-]+:iam::(\\d{12}|aws):policy/[\\w+=,.@/-]+$", var.permissions_boundary_arn))
    error_message = "The permissions boundary must be the ARN of a managed policy."
  }
}

variable "protected_account_ids" {
  description = "Accounts with protected roles, 12 digits each: only there does the server assume roles, and there it denies what was revoked."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.protected_account_ids) > 0
    error_message = "At least one account with protected roles must be given: without one there is nothing to vend."
  }

  validation {
    condition     = alltrue([for id in var.protected_account_ids : can(regex("^\\d{12}$", id))])
    error_message = "An account id must be 12 digits; neither * nor any other pattern stands for accounts."
  }

  validation {
    condition     = length(distinct(var.protected_account_ids)) == length(var.protected_account_ids)
    error_message = "Each account with protected roles must be given once."
  }
}

variable "revoker_role_name" {
  description = "Name of the role `SentinelRevoker` in each account with protected roles, with its path if it has one."
  type        = string
  default     = "SentinelRevoker"
  nullable    = false

  validation {
    condition     = can(regex("^([\\w+.@-]{1,64}/){0,4}[\\w+.@-]{1,64}$", var.revoker_role_name))
    error_message = "The revoker role's name must be 1 to 64 letters, digits and _ + . @ - behind a path, if any, without a slash at its beginning."
  }
}

variable "revocation_policy_name" {
  description = "Name of the policy `SentinelRevocations` in each account with protected roles, with its path if it has one."
  type        = string
  default     = "SentinelRevocations"
  nullable    = false

  validation {
    condition     = can(regex("^([\\w+.@-]{1,64}/){0,4}[\\w+.@-]{1,64}$", var.revocation_policy_name))
    error_message = "The revocation policy's name must be 1 to 64 letters, digits and _ + . @ - behind a path, if any, without a slash at its beginning."
  }
}

variable "caller_account_ids" {
  description = "Accounts whose principals may call; this account if empty."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for id in var.caller_account_ids : can(regex("^\\d{12}$", id))])
    error_message = "An account id must be 12 digits; neither * nor any other pattern stands for accounts."
  }
}

variable "parameter_prefix" {
  description = "Where directory, baseline, groups, policies and channels lie in SSM Parameter Store."
  type        = string
  default     = "/sentinel"
  nullable    = false

  validation {
    condition     = can(regex("^(/[\\w.-]{1,64}){1,10}$", var.parameter_prefix)) && !can(regex("^(?i)/(aws|ssm)", var.parameter_prefix))
    error_message = "The parameter prefix must be a path such as /sentinel, without a slash at its end, and not begin with /aws or /ssm."
  }
}

variable "policy_cache_seconds" {
  description = "Seconds for which a document is used before it is read anew."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.policy_cache_seconds >= 0 && var.policy_cache_seconds <= 300 && floor(var.policy_cache_seconds) == var.policy_cache_seconds
    error_message = "The policy cache must be a whole number of seconds from 0 to 300."
  }
}

variable "retention_days" {
  description = "Days for which sessions and keys are kept in the table after their end."
  type        = number
  default     = 400
  nullable    = false

  validation {
    condition     = var.retention_days >= 70 && var.retention_days <= 3650 && floor(var.retention_days) == var.retention_days
    error_message = "The retention must be a whole number of days from 70 to 3650."
  }
}

variable "session_hours" {
  description = "Hours after which a session is not continued. What is vended lives an hour at most, whatever this says."
  type        = number
  default     = 12
  nullable    = false

  validation {
    condition     = var.session_hours >= 1 && var.session_hours <= 168 && floor(var.session_hours) == var.session_hours
    error_message = "A session's life must be a whole number of hours from 1 to 168."
  }
}

variable "session_vends" {
  description = "Vends after which a session is not continued."
  type        = number
  default     = 200
  nullable    = false

  validation {
    condition     = var.session_vends >= 1 && var.session_vends <= 10000 && floor(var.session_vends) == var.session_vends
    error_message = "A session's vends must be a whole number from 1 to 10000."
  }
}

variable "table_name" {
  description = "Name of the DynamoDB table; `name` if null."
  type        = string
  default     = null

  validation {
    condition     = var.table_name == null || can(regex("^[\\w.-]{3,255}$", var.table_name))
    error_message = "The table name must be 3 to 255 letters, digits and _ . -"
  }
}

variable "deletion_protection" {
  description = "Whether DynamoDB refuses to delete the table, and with it all sessions, approvals and quotas. To destroy: apply `false` first."
  type        = bool
  default     = true
  nullable    = false
}

variable "kms_key_arn" {
  description = "ARN of an existing symmetric KMS key for table, channels and alarm topic; one is made if null."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:\\d{12}:key/[\\w-]+$", var.kms_key_arn))
    error_message = "The KMS key must be given by the ARN of the key itself, not of an alias."
  }
}

variable "key_deletion_days" {
  description = "Days between the destruction of the key and its end; until then it can be recovered, and with it the table's backups."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.key_deletion_days >= 7 && var.key_deletion_days <= 30 && floor(var.key_deletion_days) == var.key_deletion_days
    error_message = "The key's deletion must wait for a whole number of days from 7 to 30."
  }
}

variable "throttle_rate" {
  description = "Requests a second that the API takes in the mean."
  type        = number
  default     = 100
  nullable    = false

  validation {
    condition     = var.throttle_rate >= 1 && var.throttle_rate <= 10000
    error_message = "The throttle's rate must be from 1 to 10000 requests a second."
  }
}

variable "throttle_burst" {
  description = "Requests that the API takes at once."
  type        = number
  default     = 200
  nullable    = false

  validation {
    condition     = var.throttle_burst >= 1 && var.throttle_burst <= 5000 && floor(var.throttle_burst) == var.throttle_burst
    error_message = "The throttle's burst must be a whole number from 1 to 5000 requests."
  }
}

variable "log_retention_days" {
  description = "Days for which CloudWatch keeps decision records and access logs."
  type        = number
  default     = 400
  nullable    = false

  validation {
    condition     = contains([30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "The log retention must be one that CloudWatch Logs knows, of a month at least: 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days."
  }
}

variable "log_kms_key_arn" {
  description = "ARN of a KMS key for the log groups, whose policy admits CloudWatch Logs; the service's own if null."
  type        = string
  default     = null

  validation {
    condition     = var.log_kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:\\d{12}:key/[\\w-]+$", var.log_kms_key_arn))
    error_message = "The KMS key of the logs must be given by the ARN of the key itself, not of an alias."
  }
}

variable "archive" {
  description = "Where every log line goes besides: ARN of a CloudWatch Logs destination in an archive account, or of a stream of this account with the role that may write to it. Nowhere if null."
  type = object({
    destination_arn = string
    role_arn        = optional(string)
  })
  default = null

  validation {
    condition     = var.archive == null || can(regex("^arn:[a-z-]+:(logs:[a-z0-9-]+:\\d{12}:destination:|firehose:[a-z0-9-]+:\\d{12}:deliverystream/|kinesis:[a-z0-9-]+:\\d{12}:stream/).+$", var.archive.destination_arn))
    error_message = "The archive's destination must be the ARN of a CloudWatch Logs destination, a Firehose or a Kinesis stream."
  }

  validation {
    condition     = try(var.archive.role_arn, null) == null || can(regex("^arn:[a-z-]+:iam::\\d{12}:role/.+$", var.archive.role_arn))
    error_message = "The archive's role must be the ARN of a role."
  }

  validation {
    condition     = var.archive == null || strcontains(try(var.archive.destination_arn, ""), ":destination:") || try(var.archive.role_arn, null) != null
    error_message = "A stream as archive needs the role by which CloudWatch Logs may write to it."
  }
}

variable "alarm_topic_arns" {
  description = "SNS topics that alarms are sent to."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.alarm_topic_arns : can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:\\d{12}:[\\w-]{1,256}$", arn))])
    error_message = "An alarm topic must be the ARN of a standard SNS topic."
  }
}

variable "create_alarm_topic" {
  description = "Whether to make an SNS topic `<name>-alarms`, encrypted with the key, for the alarms. Who is told, you subscribe."
  type        = bool
  default     = false
  nullable    = false
}

variable "channel_topic_arns" {
  description = "SNS topics that channels may name: the notifier may publish to no others."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.channel_topic_arns : can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:\\d{12}:[\\w-]{1,256}$", arn))])
    error_message = "A channel's topic must be the ARN of a standard SNS topic, without a pattern."
  }
}

variable "authorizer" {
  description = "Makes the authorizer function: `audiences` are the hosts for which tokens are taken, `api_ids` the HTTP APIs of this account that may ask it, `sts_regions` where tokens may be signed for, this Region if left out. Without it if null."
  type = object({
    audiences   = list(string)
    api_ids     = list(string)
    sts_regions = optional(list(string), [])
  })
  default = null

  validation {
    condition = var.authorizer == null || (
      try(length(var.authorizer.audiences), 0) > 0 &&
      alltrue([for host in try(var.authorizer.audiences, []) : can(regex("^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$", host))])
    )
    error_message = "The authorizer's audiences must be one or more hosts in lower case, without scheme, port or path."
  }

  validation {
    condition = var.authorizer == null || (
      try(length(var.authorizer.api_ids), 0) > 0 &&
      alltrue([for id in try(var.authorizer.api_ids, []) : can(regex("^[a-z0-9]{1,64}$", id))])
    )
    error_message = "The authorizer's APIs must be one or more ids of HTTP APIs, such as a1b2c3d4e5."
  }

  validation {
    condition     = alltrue([for region in try(var.authorizer.sts_regions, []) : can(regex("^[a-z]{2,4}(-[a-z]{2,12}){1,2}-\\d{1,2}$", region))])
    error_message = "The authorizer's STS Regions must be Regions such as eu-west-1."
  }
}

variable "cloudtrail_log_group_name" {
  description = "Log group of this account and Region that receives CloudTrail's events, of all accounts with protected roles or with emergency roles and users: then an alarm sounds when somebody takes a protected role past the server. No such alarm if null."
  type        = string
  default     = null

  validation {
    condition     = var.cloudtrail_log_group_name == null || can(regex("^[\\w./#-]{1,512}$", var.cloudtrail_log_group_name))
    error_message = "CloudTrail's log group must be given by its name, not its ARN."
  }
}

variable "ssm_high_throughput" {
  description = "Whether to switch on SSM's high throughput for the whole account and Region, which is billed by call."
  type        = bool
  default     = false
  nullable    = false
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
