locals {
  key_arn = var.kms_key_arn == null ? aws_kms_key.sentinel[0].arn : var.kms_key_arn
}

resource "aws_kms_key" "sentinel" {
  count = var.kms_key_arn == null ? 1 : 0

  description             = "Sentinel: table, channels and alarm topic of ${var.name}"
  enable_key_rotation     = true
  deletion_window_in_days = var.key_deletion_days
  tags                    = var.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      }],
      # Alarms publish to an encrypted topic only where the key admits CloudWatch:
      # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
      [for statement in [{
        Sid       = "Alarms"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey*"]
        Resource  = "*"
        Condition = {
          StringEquals = { "aws:SourceAccount" = local.account_id }
          ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:cloudwatch:${local.region}:${local.account_id}:alarm:${var.name}-*" }
        }
      }] : statement if var.create_alarm_topic],
    )
  })
}

resource "aws_kms_alias" "sentinel" {
  count = var.kms_key_arn == null ? 1 : 0

  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.sentinel[0].key_id
}
