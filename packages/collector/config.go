package collector // import "sevenstep/collector"

import (
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"

	"sevenstep/collector/internal/engine"
)

// Config has the options of the processor. Each has a default that serves most.
type Config struct {
	// Engines is how many spans are diagnosed at once. 0 stands for one per CPU.
	Engines int `mapstructure:"engines"`

	// SpanTimeout bounds the time in the engine, for each span. What takes longer passes without a diagnosis.
	SpanTimeout time.Duration `mapstructure:"span_timeout"`

	// DescribeStatus writes the diagnosis in front of the description of a failed span's status.
	DescribeStatus bool `mapstructure:"describe_status"`

	// Docs is where a copy of the repository can be read, with a slash at its end. Then spans have a link to the page.
	Docs string `mapstructure:"docs"`

	// Thresholds are figures from which on a call that succeeded is odd.
	Thresholds Thresholds `mapstructure:"thresholds"`

	// Severity has other severities by the id of a diagnosis; `off` silences it.
	Severity map[string]string `mapstructure:"severity"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// Thresholds are figures from which on a call that succeeded is odd.
type Thresholds struct {
	// NearLimitShare is the share of a rate limit that is left.
	NearLimitShare float64 `mapstructure:"near_limit_share"`
	// StreamStalledSeconds is the longest gap between two events of a stream.
	StreamStalledSeconds float64 `mapstructure:"stream_stalled_seconds"`
	// SlowConsumerSeconds is how long a stream waited for the application.
	SlowConsumerSeconds float64 `mapstructure:"slow_consumer_seconds"`
}

var severities = []string{"error", "warning", "info", "off"}

var (
	_ component.Config  = (*Config)(nil)
	_ confmap.Validator = (*Config)(nil)
)

func createDefaultConfig() component.Config {
	return &Config{
		SpanTimeout:    time.Second,
		DescribeStatus: true,
		Thresholds:     Thresholds{NearLimitShare: 0.1, StreamStalledSeconds: 30, SlowConsumerSeconds: 10},
	}
}

// Validate checks what needs no engine. Ids of diagnoses are checked when the processor is created.
func (c *Config) Validate() error {
	var problems []error
	if c.Engines < 0 {
		problems = append(problems, fmt.Errorf("engines: expected 0 or more, got %d", c.Engines))
	}
	if c.SpanTimeout < time.Millisecond {
		problems = append(problems, fmt.Errorf("span_timeout: expected at least 1ms, got %s", c.SpanTimeout))
	}
	if share := c.Thresholds.NearLimitShare; !(share >= 0 && share <= 1) {
		problems = append(problems, fmt.Errorf("thresholds::near_limit_share: expected a number from 0 to 1, got %v", share))
	}
	for name, seconds := range map[string]float64{
		"stream_stalled_seconds": c.Thresholds.StreamStalledSeconds,
		"slow_consumer_seconds":  c.Thresholds.SlowConsumerSeconds,
	} {
		if !(seconds >= 0) {
			problems = append(problems, fmt.Errorf("thresholds::%s: expected 0 or more, got %v", name, seconds))
		}
	}
	if c.Docs != "" {
		if docs, err := url.Parse(c.Docs); err != nil || docs.Host == "" || !strings.HasSuffix(c.Docs, "/") {
			problems = append(problems, fmt.Errorf("docs: expected a URL with a slash at its end, got %q", c.Docs))
		}
	}
	for id, severity := range c.Severity {
		if !slices.Contains(severities, severity) {
			problems = append(problems, fmt.Errorf("severity::%s: expected error, warning, info or off, got %q", id, severity))
		}
	}
	return errors.Join(problems...)
}

func (c *Config) engines() int {
	if c.Engines > 0 {
		return c.Engines
	}
	return runtime.GOMAXPROCS(0)
}

func (c *Config) engineOptions() engine.Options {
	return engine.Options{
		Thresholds: map[string]float64{
			"nearLimitShare":       c.Thresholds.NearLimitShare,
			"streamStalledSeconds": c.Thresholds.StreamStalledSeconds,
			"slowConsumerSeconds":  c.Thresholds.SlowConsumerSeconds,
		},
		Severity:       c.Severity,
		Docs:           c.Docs,
		DescribeStatus: c.DescribeStatus,
	}
}
