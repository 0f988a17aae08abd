output "policy_json" {
  description = "What clients need, as JSON: to call this API, and nothing more."
  value       = local.policy
}

output "policy_arn" {
  description = "ARN of the managed policy, where one was made; else null."
  value       = one(aws_iam_policy.client[*].arn)
}

output "directory_entries" {
  description = "Entries of `identity.trusted_session_names` in the directory, one for each permission set, with the full name of its role."
  value = [
    for name, groups in var.permission_sets : {
      account = data.aws_caller_identity.current.account_id
      role    = one(data.aws_iam_roles.permission_set[name].names)
      groups  = groups
    }
  ]
}
