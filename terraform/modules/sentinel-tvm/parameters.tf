# https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-throughput.html
resource "aws_ssm_service_setting" "throughput" {
  count = var.ssm_high_throughput ? 1 : 0

  setting_id    = "arn:${local.partition}:ssm:${local.region}:${local.account_id}:servicesetting/ssm/parameter-store/high-throughput-enabled"
  setting_value = "true"
}
