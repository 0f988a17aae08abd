output "permission_set_name" {
  description = "Name of the permission set, known when it is assigned: a key of `permission_sets` of `sentinel-client-access`."
  value       = aws_ssoadmin_permission_set.client.name

  depends_on = [aws_ssoadmin_account_assignment.client]
}

output "permission_set_arn" {
  description = "ARN of the permission set."
  value       = aws_ssoadmin_permission_set.client.arn
}
