output "api_url" {
  description = "What clients call: `SENTINEL_TVM_URL` of the command."
  value       = aws_apigatewayv2_api.sentinel.api_endpoint
}

output "api_id" {
  description = "Id of the HTTP API."
  value       = aws_apigatewayv2_api.sentinel.id
}

output "api_execution_arn" {
  description = "ARN of the API's stage, for `execute-api:Invoke`: behind it stand `/METHOD/path`."
  value       = "${aws_apigatewayv2_api.sentinel.execution_arn}/${local.stage}"
}

output "role_arns" {
  description = "ARNs of the execution roles, by function."
  value       = { for name, role in aws_iam_role.function : name => role.arn }
}

output "api_role_arn" {
  description = "The one role that protected roles trust."
  value       = aws_iam_role.function["api"].arn
}

output "revoker_role_arn" {
  description = "The one role that `SentinelRevoker` trusts in each account."
  value       = aws_iam_role.function["revoker"].arn
}

output "function_arns" {
  description = "ARNs of the functions, by function."
  value       = { for name, each in aws_lambda_function.function : name => each.arn }
}

output "execution_role_policies" {
  description = "What each execution role may do, as JSON, by function."
  value       = local.rights
}

output "environments" {
  description = "Settings of each function, by function."
  value       = { for name in keys(local.functions) : name => local.environments[name] }
}

output "table_name" {
  description = "Name of the table."
  value       = aws_dynamodb_table.sentinel.name
}

output "table_arn" {
  description = "ARN of the table."
  value       = aws_dynamodb_table.sentinel.arn
}

output "key_arn" {
  description = "ARN of the KMS key of table, channels and alarm topic."
  value       = local.key_arn
}

output "log_group_names" {
  description = "Log groups, by function, and `access` for the API's access log."
  value = merge(
    { for name, group in aws_cloudwatch_log_group.function : name => group.name },
    { access = aws_cloudwatch_log_group.access.name },
  )
}

output "dead_letter_queue_urls" {
  description = "Queues of what could not be handled, by function."
  value       = { for name, queue in aws_sqs_queue.dead_letters : name => queue.url }
}

output "alarm_names" {
  description = "Names of all alarms."
  value       = [for alarm in values(aws_cloudwatch_metric_alarm.alarm) : alarm.alarm_name]
}

output "alarm_topic_arn" {
  description = "The alarm topic, where one was made; else null."
  value       = one(aws_sns_topic.alarms[*].arn)
}
