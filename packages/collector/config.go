package collector // import "sevenstep/collector"

import (
	"errors"
	"fmt"
	"math"
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

	// ManyCalls looks for patterns over the calls of each service, such as a retry storm.
	ManyCalls bool `mapstructure:"many_calls"`

	// Thresholds are figures from which on a call that succeeded, or many calls, are odd.
	Thresholds Thresholds `mapstructure:"thresholds"`

	// Severity has other severities by the id of a diagnosis; `off` silences it.
	Severity map[string]string `mapstructure:"severity"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// Thresholds are figures from which on a call that succeeded, or many calls, are odd.
type Thresholds struct {
	// NearLimitShare is the share of a rate limit that is left.
	NearLimitShare float64 `mapstructure:"near_limit_share"`
	// StreamStalledSeconds is the longest gap between two events of a stream.
	StreamStalledSeconds float64 `mapstructure:"stream_stalled_seconds"`
	// SlowConsumerSeconds is how long a stream waited for the application.
	SlowConsumerSeconds float64 `mapstructure:"slow_consumer_seconds"`
	// WindowSeconds is how far patterns reach back, and how long a finding stays silent after it was made.
	WindowSeconds float64 `mapstructure:"window_seconds"`
	// RetryStormRetries is the least number of retries of a retry storm, which has more of them than calls.
	RetryStormRetries int `mapstructure:"retry_storm_retries"`
	// BurstCalls is the least number of calls that start within a second of a burst.
	BurstCalls int `mapstructure:"burst_calls"`
	// ReproducibleFailures is how often the same request fails the same way.
	ReproducibleFailures int `mapstructure:"reproducible_failures"`
	// OutageShare is the share of calls that fail at the service in an outage, of at least OutageCalls.
	OutageShare float64 `mapstructure:"outage_share"`
	OutageCalls int     `mapstructure:"outage_calls"`
	// FailFastRefusals is how many calls in a row are rejected.
	FailFastRefusals int `mapstructure:"fail_fast_refusals"`
	// ToolRounds is how many rounds of tool use one trace has, and SameToolRounds how many of the same request.
	ToolRounds     int `mapstructure:"tool_rounds"`
	SameToolRounds int `mapstructure:"same_tool_rounds"`
}

// A longer window is an hour of calls, ten times of which are remembered by request.
const mostWindow = 3_600

// With a longer limit, that of many spans together would overflow: it would be over at once.
const mostSpanTimeout = time.Hour

var severities = []string{"error", "warning", "info", "off"}

var (
	_ component.Config  = (*Config)(nil)
	_ confmap.Validator = (*Config)(nil)
)

func createDefaultConfig() component.Config {
	return &Config{
		SpanTimeout:    time.Second,
		DescribeStatus: true,
		ManyCalls:      true,
		Thresholds: Thresholds{
			NearLimitShare:       0.1,
			StreamStalledSeconds: 30,
			SlowConsumerSeconds:  10,
			WindowSeconds:        60,
			RetryStormRetries:    10,
			BurstCalls:           10,
			ReproducibleFailures: 3,
			OutageShare:          0.5,
			OutageCalls:          10,
			FailFastRefusals:     5,
			ToolRounds:           25,
			SameToolRounds:       5,
		},
	}
}

// Validate checks what needs no engine. Ids of diagnoses are checked when the processor is created.
func (c *Config) Validate() error {
	var problems []error
	if c.Engines < 0 {
		problems = append(problems, fmt.Errorf("engines: expected 0 or more, got %d", c.Engines))
	}
	if c.SpanTimeout < time.Millisecond || c.SpanTimeout > mostSpanTimeout {
		problems = append(problems, fmt.Errorf("span_timeout: expected a time from 1ms to 1h, got %s", c.SpanTimeout))
	}
	for name, share := range map[string]float64{
		"near_limit_share": c.Thresholds.NearLimitShare,
		"outage_share":     c.Thresholds.OutageShare,
	} {
		if !(share >= 0 && share <= 1) {
			problems = append(problems, fmt.Errorf("thresholds::%s: expected a number from 0 to 1, got %v", name, share))
		}
	}
	if seconds := c.Thresholds.WindowSeconds; !(seconds >= 1 && seconds <= mostWindow) {
		problems = append(problems, fmt.Errorf("thresholds::window_seconds: expected a number from 1 to %d, got %v", mostWindow, seconds))
	}
	for name, count := range map[string]struct{ least, given int }{
		"retry_storm_retries":   {1, c.Thresholds.RetryStormRetries},
		"burst_calls":           {2, c.Thresholds.BurstCalls},
		"reproducible_failures": {2, c.Thresholds.ReproducibleFailures},
		"outage_calls":          {1, c.Thresholds.OutageCalls},
		"fail_fast_refusals":    {2, c.Thresholds.FailFastRefusals},
		"tool_rounds":           {1, c.Thresholds.ToolRounds},
		"same_tool_rounds":      {2, c.Thresholds.SameToolRounds},
	} {
		if count.given < count.least {
			problems = append(problems, fmt.Errorf("thresholds::%s: expected %d or more, got %d", name, count.least, count.given))
		}
	}
	for name, seconds := range map[string]float64{
		"stream_stalled_seconds": c.Thresholds.StreamStalledSeconds,
		"slow_consumer_seconds":  c.Thresholds.SlowConsumerSeconds,
	} {
		if !(seconds >= 0 && seconds <= math.MaxFloat64) {
			problems = append(problems, fmt.Errorf("thresholds::%s: expected a finite number of seconds, 0 or more, got %v", name, seconds))
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
		Patterns: map[string]float64{
			"windowSeconds":        c.Thresholds.WindowSeconds,
			"retryStormRetries":    float64(c.Thresholds.RetryStormRetries),
			"burstCalls":           float64(c.Thresholds.BurstCalls),
			"reproducibleFailures": float64(c.Thresholds.ReproducibleFailures),
			"outageShare":          c.Thresholds.OutageShare,
			"outageCalls":          float64(c.Thresholds.OutageCalls),
			"failFastRefusals":     float64(c.Thresholds.FailFastRefusals),
			"toolRounds":           float64(c.Thresholds.ToolRounds),
			"sameToolRounds":       float64(c.Thresholds.SameToolRounds),
		},
		ManyCalls:      c.ManyCalls,
		Severity:       c.Severity,
		Docs:           c.Docs,
		DescribeStatus: c.DescribeStatus,
	}
}
