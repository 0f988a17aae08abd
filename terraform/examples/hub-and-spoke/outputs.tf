output "url" {
  description = "For `SENTINEL_TVM_URL`, or `sentinel --tvm-url`."
  value       = module.tvm.api_url
}

output "alarm_topic_arn" {
  description = "Subscribe whoever is on call."
  value       = module.tvm.alarm_topic_arn
}

output "production_role_arn" {
  description = "`role_arn` of the profile `production-admin`."
  value       = module.production_admin.role_arn

  # Here, because every role and user of emergencies ends up at this role, and this output is always there.
  precondition {
    condition     = length(var.emergency_role_arns) + length(var.emergency_user_arns) == 0 || var.cloudtrail_log_group_name != null
    error_message = "Who goes past the server is seen in CloudTrail only: give cloudtrail_log_group_name with emergency_user_arns or emergency_role_arns."
  }
}
