variable "users" {
  description = "IAM users of this account who may look at everything in it by Sentinel. If empty, no documents are written: put your own."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for name in var.users : can(regex("^[\\w+=,.@-]{1,64}$", name))])
    error_message = "The users must be the names of IAM users, without a path or a pattern."
  }
}

variable "region" {
  description = "Region of everything."
  type        = string
  default     = "eu-west-1"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2,4}(-[a-z]{2,12}){1,2}-\\d{1,2}$", var.region))
    error_message = "The Region must be one such as eu-west-1."
  }
}

variable "package_path" {
  description = "Path of the release's `sentinel-tvm.zip`."
  type        = string
  default     = "../../../dist/sentinel-tvm.zip"
  nullable    = false

  validation {
    condition     = endswith(var.package_path, ".zip")
    error_message = "The package path must be that of a zip file."
  }
}

variable "runtime" {
  description = "Lambda runtime; AWS provider 5.x takes `nodejs22.x` at most."
  type        = string
  default     = "nodejs24.x"
  nullable    = false

  validation {
    condition     = can(regex("^nodejs(22|24|26)\\.x$", var.runtime))
    error_message = "The runtime must be nodejs24.x, or nodejs22.x or nodejs26.x where that one is not to be had."
  }
}

variable "deletion_protection" {
  description = "Whether the table is protected. To destroy: apply `false` first."
  type        = bool
  default     = true
  nullable    = false
}
