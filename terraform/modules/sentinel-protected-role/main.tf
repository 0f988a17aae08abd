data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}

locals {
  revocation_policy_arn = coalesce(
    var.revocation_policy_arn,
    "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:policy/SentinelRevocations",
  )

  # Each action is asked for what a request of it carries: one to tag has no `sts:SourceIdentity`, one to set an
  # identity has no tags. All three must be allowed for one session.
  # https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
  trust = concat(
    [
      {
        Sid       = "Vend"
        Effect    = "Allow"
        Principal = { AWS = var.api_role_arn }
        Action    = ["sts:AssumeRole"]
        Condition = {
          StringLike   = { "sts:SourceIdentity" = var.identities }
          StringEquals = { "aws:RequestTag/SentinelProfile" = var.profiles }
        }
      },
      {
        Sid       = "Stamp"
        Effect    = "Allow"
        Principal = { AWS = var.api_role_arn }
        Action    = ["sts:SetSourceIdentity"]
        Condition = { StringLike = { "sts:SourceIdentity" = var.identities } }
      },
      {
        Sid       = "Tag"
        Effect    = "Allow"
        Principal = { AWS = var.api_role_arn }
        Action    = ["sts:TagSession"]
        Condition = { StringEquals = { "aws:RequestTag/SentinelProfile" = var.profiles } }
      },
    ],
    # Of roles no MFA is asked, because no session of a role tells of it: it is asked where the role itself is assumed.
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
    [for statement in [{
      Sid       = "EmergencyRole"
      Effect    = "Allow"
      Principal = { AWS = var.emergency_role_arns }
      Action    = ["sts:AssumeRole"]
      Condition = { StringNotLike = local.unlike_ours }
    }] : statement if length(var.emergency_role_arns) > 0],
    [for statement in [{
      Sid       = "EmergencyUser"
      Effect    = "Allow"
      Principal = { AWS = var.emergency_user_arns }
      Action    = ["sts:AssumeRole"]
      Condition = {
        Bool          = { "aws:MultiFactorAuthPresent" = "true" }
        StringNotLike = local.unlike_ours
      }
    }] : statement if length(var.emergency_user_arns) > 0],
    [for statement in [{
      Sid       = "EmergencyIdentity"
      Effect    = "Allow"
      Principal = { AWS = local.emergency_arns }
      Action    = ["sts:SetSourceIdentity"]
      Condition = { StringNotLike = { "sts:SourceIdentity" = "sentinel.*" } }
    }] : statement if length(local.emergency_arns) > 0],
  )

  emergency_arns = concat(var.emergency_role_arns, var.emergency_user_arns)

  # What a request does not carry is not like anything: this holds for who has no identity at all.
  unlike_ours = {
    "aws:SourceIdentity" = "sentinel.*"
    "sts:SourceIdentity" = "sentinel.*"
  }

  chains = length(var.may_chain_to) > 0

  chaining = concat(
    [for statement in [{
      Sid      = "NoChaining"
      Effect   = "Deny"
      Action   = ["sts:AssumeRole", "sts:AssumeRoot"]
      Resource = ["*"]
    }] : statement if !local.chains],
    [for statement in [{
      Sid         = "NoOtherChaining"
      Effect      = "Deny"
      Action      = ["sts:AssumeRole", "sts:AssumeRoot"]
      NotResource = var.may_chain_to
      }, {
      Sid      = "Chaining"
      Effect   = "Allow"
      Action   = ["sts:AssumeRole", "sts:SetSourceIdentity"]
      Resource = var.may_chain_to
    }] : statement if local.chains],
  )
}

resource "aws_iam_role" "protected" {
  name                 = var.name
  description          = var.description
  max_session_duration = var.max_session_seconds
  permissions_boundary = var.permissions_boundary_arn
  assume_role_policy   = jsonencode({ Version = "2012-10-17", Statement = local.trust })
  tags                 = var.tags

  lifecycle {
    precondition {
      condition     = !contains(var.emergency_role_arns, var.api_role_arn)
      error_message = "The api role must not be an emergency role: it would vend this role without an identity."
    }
  }
}

# All that sessions may assume further; also where another policy of the role allows more.
resource "aws_iam_role_policy" "chaining" {
  name   = "chaining"
  role   = aws_iam_role.protected.id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.chaining })
}

resource "aws_iam_role_policy_attachment" "revocations" {
  role       = aws_iam_role.protected.name
  policy_arn = local.revocation_policy_arn
}

# Nothing is allowed before what is revoked is denied.
resource "aws_iam_role_policy_attachment" "allowed" {
  for_each = toset(var.policy_arns)

  role       = aws_iam_role.protected.name
  policy_arn = each.key

  depends_on = [aws_iam_role_policy_attachment.revocations, aws_iam_role_policy.chaining]
}

resource "aws_iam_role_policy" "allowed" {
  for_each = var.inline_policies

  name   = each.key
  role   = aws_iam_role.protected.id
  policy = each.value

  depends_on = [aws_iam_role_policy_attachment.revocations, aws_iam_role_policy.chaining]
}
