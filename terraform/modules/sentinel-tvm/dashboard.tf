locals {
  # Two columns of twelve units, each widget six high.
  widgets = [
    {
      type = "alarm"
      properties = {
        title  = "Alarms"
        alarms = [for alarm in values(aws_cloudwatch_metric_alarm.alarm) : alarm.arn]
      }
    },
    {
      type = "metric"
      properties = {
        title   = "Decisions by outcome"
        stat    = "Sum"
        period  = 300
        stacked = true
        region  = local.region
        metrics = [for outcome in ["allow", "deny", "error", "withdrawn"] : ["Sentinel", "Decisions", "outcome", outcome]]
      }
    },
    {
      type = "metric"
      properties = {
        title  = "Milliseconds of allowed calls"
        period = 300
        region = local.region
        metrics = [
          for stat in ["p50", "p90", "p99"] : ["Sentinel", "Latency", "outcome", "allow", { stat = stat, label = stat }]
        ]
      }
    },
    {
      type = "metric"
      properties = {
        title   = "The API"
        stat    = "Sum"
        period  = 300
        region  = local.region
        metrics = [for metric in ["Count", "4xx", "5xx"] : ["AWS/ApiGateway", metric, "ApiId", aws_apigatewayv2_api.sentinel.id]]
      }
    },
    {
      type = "metric"
      properties = {
        title  = "Functions: errors and throttles"
        stat   = "Sum"
        period = 300
        region = local.region
        metrics = [
          for pair in setproduct(keys(local.functions), ["Errors", "Throttles"]) : ["AWS/Lambda", pair[1], "FunctionName", "${var.name}-${pair[0]}"]
        ]
      }
    },
    {
      type = "metric"
      properties = {
        title  = "Stream: milliseconds behind, and dead letters"
        stat   = "Maximum"
        period = 300
        region = local.region
        metrics = concat(
          [for name in keys(local.streams) : ["AWS/Lambda", "IteratorAge", "FunctionName", "${var.name}-${name}"]],
          [for name in keys(local.streams) : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", "${var.name}-${name}-dead-letters", { yAxis = "right" }]],
        )
      }
    },
    {
      type = "metric"
      properties = {
        title  = "Table: throttles and errors"
        stat   = "Sum"
        period = 300
        region = local.region
        metrics = [
          for metric in ["ReadThrottleEvents", "WriteThrottleEvents"] : ["AWS/DynamoDB", metric, "TableName", local.table_name]
        ]
      }
    },
    {
      type = "log"
      properties = {
        title  = "Latest refusals and errors"
        region = local.region
        view   = "table"
        query  = "SOURCE '${aws_cloudwatch_log_group.function["api"].name}' | fields time, outcome, code, event, subject, profile | filter outcome in ['deny', 'error', 'withdrawn'] | sort @timestamp desc | limit 50"
      }
    },
  ]
}

resource "aws_cloudwatch_dashboard" "sentinel" {
  dashboard_name = var.name
  dashboard_body = jsonencode({
    widgets = [
      for index, widget in local.widgets : merge(widget, {
        x      = 12 * (index % 2)
        y      = 6 * floor(index / 2)
        width  = 12
        height = 6
      })
    ]
  })
}
