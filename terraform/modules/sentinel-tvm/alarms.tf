locals {
  watches_emergency = var.cloudtrail_log_group_name != null

  alarms = {
    for alarm in concat(local.alarming.alarms, local.watches_emergency ? [local.alarming.emergency] : []) : alarm.name => alarm
    if var.authorizer != null || !startswith(alarm.name, "authorizer-")
  }
  alarm_actions = concat(var.alarm_topic_arns, aws_sns_topic.alarms[*].arn)
}

resource "aws_cloudwatch_log_metric_filter" "records" {
  for_each = { for filter in local.alarming.metricFilters : filter.name => filter }

  name           = "${var.name}-${each.key}"
  log_group_name = aws_cloudwatch_log_group.function[each.value.log].name
  pattern        = each.value.pattern

  metric_transformation {
    namespace = "Sentinel"
    name      = each.key
    value     = "1"
    unit      = "Count"
  }
}

resource "aws_cloudwatch_log_metric_filter" "emergency" {
  count = local.watches_emergency ? 1 : 0

  name           = "${var.name}-${local.alarming.emergency.metric}"
  log_group_name = var.cloudtrail_log_group_name
  pattern        = replace(replace(local.alarming.emergencyPattern, "{apiRoleArn}", aws_iam_role.function["api"].arn), "{hubAccountId}", local.account_id)

  metric_transformation {
    namespace = local.alarming.emergency.namespace
    name      = local.alarming.emergency.metric
    value     = "1"
    unit      = "Count"
  }
}

resource "aws_cloudwatch_metric_alarm" "alarm" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = { for key, value in each.value.dimensions : key => replace(value, "{name}", var.name) }
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = each.value.threshold
  period              = each.value.periodSeconds
  evaluation_periods  = each.value.periods
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = local.alarm_actions
  tags                = var.tags
}

resource "aws_sns_topic" "alarms" {
  count = var.create_alarm_topic ? 1 : 0

  name              = "${var.name}-alarms"
  kms_master_key_id = local.key_arn
  tags              = var.tags
}

resource "aws_sns_topic_policy" "alarms" {
  count = var.create_alarm_topic ? 1 : 0

  arn = aws_sns_topic.alarms[0].arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Alarms"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.alarms[0].arn
        Condition = { StringEquals = { "aws:SourceAccount" = local.account_id } }
      },
      {
        Sid       = "OnlyEncrypted"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.alarms[0].arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}
