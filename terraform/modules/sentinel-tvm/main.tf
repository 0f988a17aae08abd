data "aws_partition" "current" {}
data "aws_region" "current" {}
data "aws_caller_identity" "current" {}

locals {
  partition  = data.aws_partition.current.partition
  region     = data.aws_region.current.id
  account_id = data.aws_caller_identity.current.account_id
  table_name = coalesce(var.table_name, var.name)
  stage      = "$default"

  # Made from the code: see scripts/generate-terraform.ts.
  routes    = toset(jsondecode(file("${path.module}/routes.json")))
  alarming  = jsondecode(file("${path.module}/alarms.json"))
  functions = { for each in jsondecode(file("${path.module}/functions.json")) : each.name => each if each.name != "authorizer" || var.authorizer != null }

  role_names = { for name in keys(local.functions) : name => coalesce(var.role_names[name], "${var.name}-${name}") }

  arns = {
    table     = "arn:${local.partition}:dynamodb:${local.region}:${local.account_id}:table/${local.table_name}"
    parameter = "arn:${local.partition}:ssm:${local.region}:${local.account_id}:parameter${var.parameter_prefix}"
    function  = "arn:${local.partition}:lambda:${local.region}:${local.account_id}:function:${var.name}"
    log_group = "arn:${local.partition}:logs:${local.region}:${local.account_id}:log-group:/aws/lambda/${var.name}"
    queue     = "arn:${local.partition}:sqs:${local.region}:${local.account_id}:${var.name}"
  }
}
