output "revocation_policy_arn" {
  description = "ARN of the policy that every protected role of this account carries."
  value       = aws_iam_policy.revocations.arn
}

output "revoker_role_arn" {
  description = "ARN of the role that the hub's revoker assumes here."
  value       = aws_iam_role.revoker.arn
}
