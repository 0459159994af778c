//go:generate go run go.opentelemetry.io/collector/cmd/mdatagen@v0.155.0 metadata.yaml

// Package collector diagnoses calls of Claude in any language's spans and exception log records, by the same checklist as the
// TypeScript packages.
package collector // import "sevenstep/collector"
