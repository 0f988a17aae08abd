output "url" {
  description = "For `SENTINEL_TVM_URL`, or `sentinel --tvm-url`."
  value       = module.tvm.api_url
}

output "client_policy_arn" {
  description = "Attach it to those who may call."
  value       = module.client_access.policy_arn
}

output "role_arn" {
  description = "For `role_arn` of a policy document of the profile `read-only`."
  value       = module.read_only.role_arn
}
