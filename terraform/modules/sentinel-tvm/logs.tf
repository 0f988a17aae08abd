resource "aws_cloudwatch_log_group" "function" {
  for_each = local.functions

  name              = "/aws/lambda/${var.name}-${each.key}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_kms_key_arn
  tags              = var.tags
}

resource "aws_cloudwatch_log_group" "access" {
  name              = "/aws/apigateway/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_kms_key_arn
  tags              = var.tags
}

resource "aws_cloudwatch_log_subscription_filter" "archive" {
  for_each = var.archive == null ? {} : merge(
    { for name, group in aws_cloudwatch_log_group.function : name => group.name },
    { access = aws_cloudwatch_log_group.access.name },
  )

  name            = "${var.name}-archive"
  log_group_name  = each.value
  filter_pattern  = ""
  destination_arn = var.archive.destination_arn
  role_arn        = var.archive.role_arn
}
