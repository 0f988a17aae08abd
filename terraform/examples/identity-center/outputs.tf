output "directory_entries" {
  description = "What the directory trusts: the full names of the permission sets' roles."
  value       = module.client_access.directory_entries
}
