output "role_arn" {
  description = "What a profile's document names as its role."
  value       = aws_iam_role.protected.arn
}

output "trust_policy" {
  description = "Who may assume the role, as JSON."
  value       = aws_iam_role.protected.assume_role_policy
}

output "chaining_policy" {
  description = "What sessions of the role may assume further, as JSON."
  value       = aws_iam_role_policy.chaining.policy
}
