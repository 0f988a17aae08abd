output "scp_organization" {
  description = "SCP for every account, as JSON."
  value       = local.documents["organization"].content

  precondition {
    condition     = length(local.documents["organization"].content) <= local.most_characters
    error_message = "The SCP for every account is longer than the 5120 characters that Organizations takes: name fewer roles."
  }
}

output "scp_hub" {
  description = "SCPs for the hub's account, as JSON by name: `functions` and `state`."
  value = {
    functions = local.documents["hub-functions"].content
    state     = local.documents["hub-state"].content
  }

  precondition {
    condition     = length(local.documents["hub-functions"].content) <= local.most_characters && length(local.documents["hub-state"].content) <= local.most_characters
    error_message = "An SCP for the hub is longer than the 5120 characters that Organizations takes: name fewer roles."
  }
}

output "rcp" {
  description = "RCP for every account, as JSON."
  value       = local.documents["resources"].content

  precondition {
    condition     = length(local.documents["resources"].content) <= local.most_characters
    error_message = "The RCP is longer than the 5120 characters that Organizations takes: name fewer roles."
  }
}

output "policy_ids" {
  description = "Ids of the policies in Organizations, by name; empty where none was created."
  value       = { for name, policy in aws_organizations_policy.guardrail : name => policy.id }
}
