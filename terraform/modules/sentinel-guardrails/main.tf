locals {
  api_role   = var.execution_role_arns["api"]
  partition  = split(":", local.api_role)[1]
  hub        = split(":", local.api_role)[4]
  table_name = coalesce(var.table_name, var.name)

  functions = [for name in ["api", "authorizer", "revoker", "notifier"] : "arn:${local.partition}:lambda:*:${local.hub}:function:${var.name}-${name}"]
  table     = "arn:${local.partition}:dynamodb:*:${local.hub}:table/${local.table_name}"
  parameter = "arn:${local.partition}:ssm:*:${local.hub}:parameter${var.parameter_prefix}"
  api       = "arn:${local.partition}:apigateway:*::/apis/${var.api_id}"

  log_groups = concat(
    [for name in ["api", "authorizer", "revoker", "notifier"] : "/aws/lambda/${var.name}-${name}"],
    ["/aws/apigateway/${var.name}"],
  )

  protected_roles     = "arn:${local.partition}:iam::*:role/SentinelProtected-*"
  revoker_roles       = "arn:${local.partition}:iam::*:role/${var.revoker_role_name}"
  revocation_policies = "arn:${local.partition}:iam::*:policy/${var.revocation_policy_name}"
  # Who could change an emergency role's trust, or make a key and an MFA device of a user, would come in as them.
  emergency_arns    = concat(var.emergency_role_arns, var.emergency_user_arns)
  account_deployers = [for name in var.account_deploy_role_names : "arn:${local.partition}:iam::*:role/${name}"]

  but_deployers = { ArnNotLike = { "aws:PrincipalArn" = var.deploy_role_arns } }

  # An identity that begins with `sentinel.` is the server's word: it may be carried on, and set by nobody else.
  forged_identity = {
    StringLike    = { "sts:SourceIdentity" = "sentinel.*" }
    StringNotLike = { "aws:SourceIdentity" = "sentinel.*" }
    ArnNotEquals  = { "aws:PrincipalArn" = local.api_role }
  }
}

locals {
  # For every account, the hub too.
  organization = [
    {
      Sid       = "VendedByServerOnly"
      Effect    = "Deny"
      Action    = ["sts:AssumeRole"]
      Resource  = [local.protected_roles]
      Condition = { ArnNotEquals = { "aws:PrincipalArn" = concat([local.api_role], local.emergency_arns) } }
    },
    {
      Sid       = "IdentityByServerOnly"
      Effect    = "Deny"
      Action    = ["sts:SetSourceIdentity"]
      Resource  = ["*"]
      Condition = local.forged_identity
    },
    {
      Sid       = "RolesByDeployersOnly"
      Effect    = "Deny"
      NotAction = ["iam:Get*", "iam:List*", "sts:*"]
      Resource  = concat([local.protected_roles, local.revoker_roles], local.account_deployers, var.deploy_role_arns, local.emergency_arns)
      Condition = { ArnNotLike = { "aws:PrincipalArn" = concat(var.deploy_role_arns, local.account_deployers) } }
    },
    {
      Sid       = "RevocationsByRevokerOnly"
      Effect    = "Deny"
      NotAction = ["iam:Get*", "iam:List*"]
      Resource  = [local.revocation_policies]
      Condition = { ArnNotLike = { "aws:PrincipalArn" = concat([local.revoker_roles], var.deploy_role_arns, local.account_deployers) } }
    },
  ]

  # For the hub alone.
  hub_only = [
    {
      # API Gateway, the schedule and the stream call as services, to which no SCP applies.
      Sid      = "NoEventsByHand"
      Effect   = "Deny"
      Action   = ["lambda:Invoke*"]
      Resource = concat(local.functions, [for arn in local.functions : "${arn}:*"])
    },
    {
      Sid       = "FunctionsByDeployersOnly"
      Effect    = "Deny"
      NotAction = ["lambda:Get*", "lambda:List*"]
      Resource  = concat(local.functions, [for arn in local.functions : "${arn}:*"])
      Condition = local.but_deployers
    },
    {
      Sid       = "SourcesByDeployersOnly"
      Effect    = "Deny"
      Action    = ["lambda:CreateEventSourceMapping", "lambda:DeleteEventSourceMapping", "lambda:UpdateEventSourceMapping"]
      Resource  = ["*"]
      Condition = merge(local.but_deployers, { ArnLike = { "lambda:FunctionArn" = [for arn in local.functions : "${arn}*"] } })
    },
    {
      Sid       = "ExecutionRolesByDeployersOnly"
      Effect    = "Deny"
      NotAction = ["iam:Get*", "iam:List*"]
      Resource  = values(var.execution_role_arns)
      Condition = local.but_deployers
    },
    {
      Sid       = "ApiByDeployersOnly"
      Effect    = "Deny"
      NotAction = ["apigateway:GET"]
      Resource  = [local.api, "${local.api}/*"]
      Condition = local.but_deployers
    },
    {
      Sid       = "DocumentsByWritersOnly"
      Effect    = "Deny"
      NotAction = ["ssm:Describe*", "ssm:Get*", "ssm:List*"]
      Resource  = [local.parameter, "${local.parameter}/*"]
      Condition = { ArnNotLike = { "aws:PrincipalArn" = concat(var.deploy_role_arns, var.policy_writer_role_arns) } }
    },
    {
      Sid       = "TableByServerOnly"
      Effect    = "Deny"
      NotAction = ["dynamodb:BatchGet*", "dynamodb:ConditionCheckItem", "dynamodb:Describe*", "dynamodb:Get*", "dynamodb:List*", "dynamodb:Query", "dynamodb:Scan"]
      Resource  = [local.table, "${local.table}/*"]
      Condition = { ArnNotLike = { "aws:PrincipalArn" = concat([local.api_role, var.execution_role_arns["revoker"]], var.deploy_role_arns) } }
    },
    {
      Sid       = "KeyByDeployersOnly"
      Effect    = "Deny"
      NotAction = ["kms:Decrypt", "kms:Describe*", "kms:Encrypt", "kms:GenerateDataKey*", "kms:Get*", "kms:List*", "kms:ReEncrypt*"]
      Resource  = [var.key_arn]
      Condition = local.but_deployers
    },
    {
      Sid       = "LogsByServerOnly"
      Effect    = "Deny"
      NotAction = ["logs:Describe*", "logs:Filter*", "logs:Get*", "logs:List*", "logs:Start*", "logs:Stop*"]
      Resource  = flatten([for name in local.log_groups : [for end in ["", ":*"] : "arn:${local.partition}:logs:*:${local.hub}:log-group:${name}${end}"]])
      Condition = { ArnNotLike = { "aws:PrincipalArn" = concat(values(var.execution_role_arns), var.deploy_role_arns) } }
    },
  ]

  # Whoever asks, of whatever organisation. A caller by SAML or web identity has no ARN, so those are denied too.
  resources = [
    {
      Sid       = "VendedByServerOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"]
      Resource  = [local.protected_roles]
      Condition = { ArnNotEquals = { "aws:PrincipalArn" = concat([local.api_role], local.emergency_arns) } }
    },
    {
      Sid       = "IdentityByServerOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["sts:SetSourceIdentity"]
      Resource  = ["*"]
      Condition = local.forged_identity
    },
  ]

  documents = {
    organization = {
      type        = "SERVICE_CONTROL_POLICY"
      description = "Only Sentinel vends protected roles; only deployers change them"
      content     = jsonencode({ Version = "2012-10-17", Statement = local.organization })
    }
    # Two documents: together they would be longer than Organizations takes.
    hub-functions = {
      type        = "SERVICE_CONTROL_POLICY"
      description = "Nobody hands Sentinel's functions an event; only deployers change them"
      content     = jsonencode({ Version = "2012-10-17", Statement = slice(local.hub_only, 0, 5) })
    }
    hub-state = {
      type        = "SERVICE_CONTROL_POLICY"
      description = "Only Sentinel writes its table and logs; only writers write its documents"
      content     = jsonencode({ Version = "2012-10-17", Statement = slice(local.hub_only, 5, length(local.hub_only)) })
    }
    resources = {
      type        = "RESOURCE_CONTROL_POLICY"
      description = "Only Sentinel vends protected roles, whoever asks"
      content     = jsonencode({ Version = "2012-10-17", Statement = local.resources })
    }
  }

  attachments = merge([
    for name in keys(local.documents) : {
      for target in(startswith(name, "hub-") ? (length(var.target_ids) == 0 ? [] : [local.hub]) : var.target_ids) : "${name}/${target}" => { name = name, target = target }
    }
  ]...)
}

resource "aws_organizations_policy" "guardrail" {
  for_each = length(var.target_ids) == 0 ? {} : local.documents

  name        = "${var.policy_name}-${each.key}"
  description = each.value.description
  type        = each.value.type
  content     = each.value.content
  tags        = var.tags

  lifecycle {
    precondition {
      condition     = length(each.value.content) <= local.most_characters
      error_message = "The guardrail ${each.key} has ${length(each.value.content)} characters, more than the 5120 that Organizations takes: name fewer roles."
    }
  }
}

resource "aws_organizations_policy_attachment" "guardrail" {
  for_each = local.attachments

  policy_id = aws_organizations_policy.guardrail[each.value.name].id
  target_id = each.value.target
}

locals {
  # https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
  most_characters = 5120
}
