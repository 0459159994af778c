# What pint asks of every rule beside its own checks.
rule {
  match { kind = "alerting" }
  annotation "summary" {
    severity = "bug"
    required = true
  }
  annotation "description" {
    severity = "bug"
    required = true
  }
  annotation "runbook_url" {
    severity = "bug"
    value    = "https://.+\\.md"
    required = true
  }
  label "severity" {
    severity = "bug"
    required = true
  }
}
rule {
  match { kind = "recording" }
  aggregate ".+" {
    severity = "bug"
    keep     = ["job"]
  }
}
