locals {
  streams = {
    for name, each in local.functions : name => one([for source in each.sources : source if source.kind == "stream"])
    if anytrue([for source in each.sources : source.kind == "stream"])
  }
  schedules = {
    for name, each in local.functions : name => one([for source in each.sources : source.everyMinutes if source.kind == "schedule"])
    if anytrue([for source in each.sources : source.kind == "schedule"])
  }
}

resource "aws_lambda_event_source_mapping" "stream" {
  for_each = local.streams

  event_source_arn               = aws_dynamodb_table.sentinel.stream_arn
  function_name                  = aws_lambda_function.function[each.key].arn
  starting_position              = "TRIM_HORIZON"
  batch_size                     = each.value.batchSize
  maximum_retry_attempts         = each.value.retries
  parallelization_factor         = each.value.parallel
  bisect_batch_on_function_error = true
  function_response_types        = ["ReportBatchItemFailures"]
  tags                           = var.tags

  filter_criteria {
    dynamic "filter" {
      for_each = each.value.filters

      content {
        pattern = jsonencode(filter.value)
      }
    }
  }

  destination_config {
    on_failure {
      destination_arn = aws_sqs_queue.dead_letters[each.key].arn
    }
  }
}

resource "aws_sqs_queue" "dead_letters" {
  for_each = local.streams

  name                      = "${var.name}-${each.key}-dead-letters"
  message_retention_seconds = 14 * 24 * 60 * 60
  sqs_managed_sse_enabled   = true
  tags                      = var.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OnlyEncrypted"
      Effect    = "Deny"
      Principal = "*"
      Action    = "sqs:*"
      Resource  = "${local.arns.queue}-${each.key}-dead-letters"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

# A rule, not EventBridge Scheduler: the function takes the event of a rule only.
resource "aws_cloudwatch_event_rule" "schedule" {
  for_each = local.schedules

  name                = "${var.name}-${each.key}"
  description         = "Wakes ${var.name}-${each.key}"
  schedule_expression = "rate(${each.value} minutes)"
  tags                = var.tags
}

resource "aws_cloudwatch_event_target" "schedule" {
  for_each = local.schedules

  rule      = aws_cloudwatch_event_rule.schedule[each.key].name
  target_id = each.key
  arn       = aws_lambda_function.function[each.key].arn
}

resource "aws_lambda_permission" "schedule" {
  for_each = local.schedules

  statement_id  = "OnlyThisSchedule"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.function[each.key].function_name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.schedule[each.key].arn
}
