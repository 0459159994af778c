package collector

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/processor/processortest"

	"sevenstep/collector/internal/metadata"
)

func loaded(t *testing.T, given map[string]any) *Config {
	config := createDefaultConfig().(*Config)
	require.NoError(t, confmap.NewFromStringMap(given).Unmarshal(config))
	return config
}

func TestDefaultsAreValid(t *testing.T) {
	require.NoError(t, createDefaultConfig().(*Config).Validate())
}

func TestEveryOptionIsRead(t *testing.T) {
	config := loaded(t, map[string]any{
		"engines":         3,
		"span_timeout":    "250ms",
		"describe_status": false,
		"docs":            "https://docs.example/sevenstep/",
		"many_calls":      false,
		"thresholds": map[string]any{
			"near_limit_share": 0.2, "stream_stalled_seconds": 60, "slow_consumer_seconds": 20,
			"window_seconds": 120, "retry_storm_retries": 20, "burst_calls": 30, "reproducible_failures": 4,
			"outage_share": 0.8, "outage_calls": 40, "fail_fast_refusals": 6, "tool_rounds": 50, "same_tool_rounds": 7,
		},
		"severity": map[string]any{"response.paused": "off"},
	})
	require.Equal(t, &Config{
		Engines:     3,
		SpanTimeout: 250 * time.Millisecond,
		Docs:        "https://docs.example/sevenstep/",
		Thresholds: Thresholds{
			NearLimitShare: 0.2, StreamStalledSeconds: 60, SlowConsumerSeconds: 20,
			WindowSeconds: 120, RetryStormRetries: 20, BurstCalls: 30, ReproducibleFailures: 4,
			OutageShare: 0.8, OutageCalls: 40, FailFastRefusals: 6, ToolRounds: 50, SameToolRounds: 7,
		},
		Severity: map[string]string{"response.paused": "off"},
	}, config)
	require.NoError(t, config.Validate())
}

func TestWhatIsWrongIsNamed(t *testing.T) {
	for message, given := range map[string]map[string]any{
		"thresholds::slow_consumer_seconds: expected a finite number of seconds, 0 or more, got +Inf": {"thresholds": map[string]any{"slow_consumer_seconds": math.Inf(1)}},
		"engines: expected 0 or more, got -1":                                                        {"engines": -1},
		"span_timeout: expected a time from 1ms to 1h, got 0s":                                       {"span_timeout": 0},
		"span_timeout: expected a time from 1ms to 1h, got 876000h0m0s":                              {"span_timeout": "876000h"},
		"thresholds::near_limit_share: expected a number from 0 to 1, got 50":                        {"thresholds": map[string]any{"near_limit_share": 50}},
		"thresholds::slow_consumer_seconds: expected a finite number of seconds, 0 or more, got -1":  {"thresholds": map[string]any{"slow_consumer_seconds": -1}},
		"thresholds::stream_stalled_seconds: expected a finite number of seconds, 0 or more, got -1": {"thresholds": map[string]any{"stream_stalled_seconds": -1}},
		"thresholds::outage_share: expected a number from 0 to 1, got 1.5":                           {"thresholds": map[string]any{"outage_share": 1.5}},
		"thresholds::window_seconds: expected a number from 1 to 3600, got 0":                        {"thresholds": map[string]any{"window_seconds": 0}},
		"thresholds::burst_calls: expected 2 or more, got 1":                                         {"thresholds": map[string]any{"burst_calls": 1}},
		"thresholds::retry_storm_retries: expected 1 or more, got 0":                                 {"thresholds": map[string]any{"retry_storm_retries": 0}},
		"thresholds::reproducible_failures: expected 2 or more, got -1":                              {"thresholds": map[string]any{"reproducible_failures": -1}},
		"thresholds::outage_calls: expected 1 or more, got 0":                                        {"thresholds": map[string]any{"outage_calls": 0}},
		"thresholds::fail_fast_refusals: expected 2 or more, got 1":                                  {"thresholds": map[string]any{"fail_fast_refusals": 1}},
		"thresholds::tool_rounds: expected 1 or more, got 0":                                         {"thresholds": map[string]any{"tool_rounds": 0}},
		"thresholds::same_tool_rounds: expected 2 or more, got 1":                                    {"thresholds": map[string]any{"same_tool_rounds": 1}},
		`docs: expected a URL with a slash at its end, got "docs.example"`:                           {"docs": "docs.example"},
		`severity::a.b: expected error, warning, info or off, got "loud"`:                            {"severity": map[string]any{"a.b": "loud"}},
	} {
		require.EqualError(t, loaded(t, given).Validate(), message)
	}
}

func TestAnUnknownDiagnosisIsNamed(t *testing.T) {
	config := loaded(t, map[string]any{"severity": map[string]any{"limits.nothing": "off"}})
	require.NoError(t, config.Validate())
	_, err := NewFactory().CreateTraces(
		t.Context(), processortest.NewNopSettings(metadata.Type), config, consumertest.NewNop())
	require.ErrorContains(t, err, "limits.nothing")
}

// The ids of patterns are among those of the diagnoses.
func TestAPatternCanBeSilenced(t *testing.T) {
	config := loaded(t, map[string]any{"severity": map[string]any{"service.outage": "off"}})
	_, err := NewFactory().CreateTraces(
		t.Context(), processortest.NewNopSettings(metadata.Type), config, consumertest.NewNop())
	require.NoError(t, err)
}
