# Destroyed before all else, because it depends on all else: where the table is protected, this fails and the server
# stays as it is. Without it, DynamoDB would refuse too, but when functions, API and roles are gone already.
resource "terraform_data" "destroy_guard" {
  input = var.deletion_protection

  provisioner "local-exec" {
    when    = destroy
    command = self.input ? "echo The table holds sessions, approvals and quotas and is protected: nothing of the server was destroyed. To go on, apply deletion_protection = false first, then destroy. && exit 1" : "exit 0"
    quiet   = true
  }

  depends_on = [
    aws_apigatewayv2_route.route,
    aws_apigatewayv2_stage.stage,
    aws_cloudwatch_dashboard.sentinel,
    aws_cloudwatch_event_target.schedule,
    aws_cloudwatch_log_metric_filter.emergency,
    aws_cloudwatch_log_metric_filter.records,
    aws_cloudwatch_log_subscription_filter.archive,
    aws_iam_role_policy.function,
    aws_kms_alias.sentinel,
    aws_lambda_event_source_mapping.stream,
    aws_lambda_permission.api,
    aws_lambda_permission.authorizer,
    aws_lambda_permission.schedule,
    aws_sns_topic_policy.alarms,
    aws_ssm_service_setting.throughput,
  ]
}
