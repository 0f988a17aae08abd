# The names with which the roles were made. A trust policy that names a role keeps its unique id: a role made anew
# under the same or another name is trusted by nobody until every trust policy is written again.
resource "terraform_data" "role_names" {
  input = local.role_names

  lifecycle {
    ignore_changes = [input]
  }
}

resource "aws_iam_role" "function" {
  for_each = local.functions

  name                 = local.role_names[each.key]
  description          = "Execution role of ${var.name}-${each.key}: ${each.value.description}"
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })

  lifecycle {
    precondition {
      condition     = lookup(terraform_data.role_names.output, each.key, local.role_names[each.key]) == local.role_names[each.key]
      error_message = "The execution role ${each.key} exists and would be made anew: trust policies keep a role's unique id, so all protected roles would refuse the new one. Give the name back; or, if that is wanted, plan with -replace of this module's terraform_data.role_names, apply, and then apply every protected role and account again."
    }

    precondition {
      condition     = length(distinct(values(local.role_names))) == length(local.role_names)
      error_message = "Each function needs an execution role of its own: two of the role names are the same."
    }
  }
}

resource "aws_iam_role_policy" "function" {
  for_each = local.functions

  name   = "rights"
  role   = aws_iam_role.function[each.key].id
  policy = local.rights[each.key]
}
