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
}
