variable "region" {
  description = "Region of the server."
  type        = string
  default     = "eu-west-1"
  nullable    = false
}

variable "hub_account_id" {
  description = "Account of the server."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^\\d{12}$", var.hub_account_id))
    error_message = "The hub's account id must be 12 digits."
  }
}

variable "deploy_role_name" {
  description = "Role of the hub by which Terraform deploys."
  type        = string
  default     = "SentinelDeploy"
  nullable    = false
}

variable "api_execution_arn" {
  description = "Output `api_execution_arn` of `sentinel-tvm`."
  type        = string
  nullable    = false
}

variable "identity_center_region" {
  description = "Region of Identity Center."
  type        = string
  default     = "eu-west-1"
  nullable    = false
}

variable "instance_arn" {
  description = "ARN of the Identity Center instance."
  type        = string
  nullable    = false
}

variable "group_ids" {
  description = "Ids of the groups whose members may call the server."
  type        = list(string)
  nullable    = false
}

variable "domain" {
  description = "Domain of people's names, which is left out of their stamps."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$", var.domain))
    error_message = "The domain must be one in lower case, such as example.com."
  }
}
