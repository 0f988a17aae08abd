data "aws_caller_identity" "current" {}

locals {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "CallSentinel"
      Effect   = "Allow"
      Action   = ["execute-api:Invoke"]
      Resource = ["${var.api_execution_arn}/*"]
    }]
  })
}

resource "aws_iam_policy" "client" {
  count = var.policy_name == null ? 0 : 1

  name        = var.policy_name
  description = "May call Sentinel, which decides itself what it gives"
  policy      = local.policy
  tags        = var.tags
}

# Identity Center names the role with 16 hexadecimal digits of its own, other ones whenever it makes it anew.
data "aws_iam_roles" "permission_set" {
  for_each = var.permission_sets

  name_regex  = "^AWSReservedSSO_${replace(replace(each.key, ".", "\\."), "+", "\\+")}_[0-9a-f]{16}$"
  path_prefix = "/aws-reserved/sso.amazonaws.com/"

  lifecycle {
    postcondition {
      condition     = length(self.names) == 1
      error_message = "The permission set ${each.key} has no role in this account, or several: assign it here first, and delete what is left of an earlier one."
    }
  }
}
