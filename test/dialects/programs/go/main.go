// Calls with Anthropic's Go SDK, which makes spans itself: one call per line of standard input.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/anthropics/anthropic-sdk-go"
	"github.com/anthropics/anthropic-sdk-go/option"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/trace"
)

type spec struct {
	BaseURL    string            `json:"baseURL"`
	APIKey     *string           `json:"apiKey"`
	Headers    map[string]string `json:"headers"`
	Stream     bool              `json:"stream"`
	Params     map[string]any    `json:"params"`
	Betas      []string          `json:"betas"`
	MaxRetries int               `json:"maxRetries"`
	TimeoutMs  int               `json:"timeoutMs"`
	DeadlineMs int               `json:"deadlineMs"`
	AbortMs    int               `json:"abortAfterMs"`
	StopAfter  int               `json:"stopAfterEvents"`
	PauseMs    int               `json:"pauseBetweenEventsMs"`
}

func main() {
	ctx := context.Background()
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		panic(err)
	}
	provider := trace.NewTracerProvider(trace.WithBatcher(exporter))
	otel.SetTracerProvider(provider)
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		var call spec
		if err := json.Unmarshal(lines.Bytes(), &call); err != nil {
			panic(err)
		}
		ask(ctx, call)
		reply := map[string]any{"done": true}
		if err := provider.ForceFlush(ctx); err != nil {
			reply = map[string]any{"failed": err.Error()}
		}
		line, _ := json.Marshal(reply)
		fmt.Println(string(line))
	}
}

// ask makes a call. Its error is in its span.
func ask(ctx context.Context, call spec) {
	if call.DeadlineMs > 0 {
		deadline, cancel := context.WithTimeout(ctx, time.Duration(call.DeadlineMs)*time.Millisecond)
		defer cancel()
		ctx = deadline
	}
	if call.AbortMs > 0 {
		aborted, cancel := context.WithCancel(ctx)
		time.AfterFunc(time.Duration(call.AbortMs)*time.Millisecond, cancel)
		defer cancel()
		ctx = aborted
	}
	client := anthropic.NewClient(options(call)...)
	params := anthropic.MessageNewParams{
		Model:     anthropic.Model(fmt.Sprint(call.Params["model"])),
		MaxTokens: 1024,
		Messages:  []anthropic.MessageParam{anthropic.NewUserMessage(anthropic.NewTextBlock("Hello"))},
	}
	if !call.Stream {
		_, _ = client.Messages.New(ctx, params)
		return
	}
	stream := client.Messages.NewStreaming(ctx, params)
	defer stream.Close()
	for count := 1; stream.Next() && count != call.StopAfter; count++ {
		time.Sleep(time.Duration(call.PauseMs) * time.Millisecond)
	}
}

func options(call spec) []option.RequestOption {
	given := []option.RequestOption{
		option.WithBaseURL(call.BaseURL),
		option.WithMaxRetries(call.MaxRetries),
	}
	if call.APIKey != nil {
		given = append(given, option.WithAPIKey(*call.APIKey))
	}
	for name, value := range call.Headers {
		given = append(given, option.WithHeader(name, value))
	}
	if len(call.Betas) > 0 {
		given = append(given, option.WithHeader("anthropic-beta", strings.Join(call.Betas, ",")))
	}
	if call.TimeoutMs > 0 {
		given = append(given, option.WithRequestTimeout(time.Duration(call.TimeoutMs)*time.Millisecond))
	}
	for name, value := range call.Params {
		given = append(given, option.WithJSONSet(name, value))
	}
	return given
}
