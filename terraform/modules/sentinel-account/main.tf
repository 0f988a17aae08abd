data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}

locals {
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:policy/${var.revocation_policy_name}"
}

# The hub's revoker writes its versions. Whatever it says then stays: to put the first one back would give back what
# was revoked.
resource "aws_iam_policy" "revocations" {
  name        = var.revocation_policy_name
  description = "Denies credentials that were revoked; written by the Sentinel hub"
  policy      = file("${path.module}/nothing-revoked.json")
  tags        = var.tags

  lifecycle {
    ignore_changes = [policy]
  }
}

resource "aws_iam_role" "revoker" {
  name                 = var.revoker_role_name
  description          = "Lets the Sentinel hub write versions of one policy"
  max_session_duration = 3600
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Revoke"
      Effect    = "Allow"
      Principal = { AWS = var.revoker_role_arn }
      Action    = ["sts:AssumeRole"]
    }]
  })
}

resource "aws_iam_role_policy" "revoker" {
  name = "rights"
  role = aws_iam_role.revoker.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid    = "Revocations"
      Effect = "Allow"
      Action = [
        "iam:CreatePolicyVersion",
        "iam:DeletePolicyVersion",
        "iam:GetPolicyVersion",
        "iam:ListPolicyVersions",
      ]
      Resource = [local.policy_arn]
    }]
  })
}
