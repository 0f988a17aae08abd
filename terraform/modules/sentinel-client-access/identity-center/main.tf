resource "aws_ssoadmin_permission_set" "client" {
  instance_arn     = var.instance_arn
  name             = var.permission_set_name
  description      = "May call Sentinel, which decides itself what it gives"
  session_duration = "PT${var.session_hours}H"
  tags             = var.tags
}

resource "aws_ssoadmin_permission_set_inline_policy" "client" {
  instance_arn       = var.instance_arn
  permission_set_arn = aws_ssoadmin_permission_set.client.arn
  inline_policy      = var.policy_json
}

resource "aws_ssoadmin_account_assignment" "client" {
  for_each = toset(var.group_ids)

  instance_arn       = var.instance_arn
  permission_set_arn = aws_ssoadmin_permission_set.client.arn
  principal_type     = "GROUP"
  principal_id       = each.key
  target_type        = "AWS_ACCOUNT"
  target_id          = var.hub_account_id

  depends_on = [aws_ssoadmin_permission_set_inline_policy.client]
}
