// Calls with Anthropic's Go SDK: one call per line of standard input, and the forms in which Go prints how it failed.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/anthropics/anthropic-sdk-go"
	"github.com/anthropics/anthropic-sdk-go/option"
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
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		var call spec
		if err := json.Unmarshal(lines.Bytes(), &call); err != nil {
			panic(err)
		}
		printed, err := summarize(call)
		if len(os.Args) > 1 {
			end(os.Args[1], err)
			continue
		}
		reply, _ := json.Marshal(map[string]any{"forms": forms(lines.Text(), printed, err)})
		fmt.Println(string(reply))
	}
}

// end ends the process by the error, as a small program does.
func end(how string, err error) {
	if err == nil {
		return
	}
	if how == "panic" {
		panic(err)
	}
	log.Fatal(err)
}

func summarize(call spec) (string, error) {
	ctx := context.Background()
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
	if call.Stream {
		stream := client.Messages.NewStreaming(ctx, params)
		message := anthropic.Message{}
		for stream.Next() {
			if err := message.Accumulate(stream.Current()); err != nil {
				return "", err
			}
		}
		return text(message), stream.Err()
	}
	message, err := client.Messages.New(ctx, params)
	if err != nil {
		return "", err
	}
	return message.RawJSON(), nil
}

func text(message anthropic.Message) string {
	var all strings.Builder
	for _, block := range message.Content {
		all.WriteString(block.Text)
	}
	return all.String()
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
	return given
}

func forms(line, answer string, err error) map[string]string {
	if err == nil {
		return map[string]string{"Println": answer}
	}
	var structured bytes.Buffer
	slog.New(slog.NewJSONHandler(&structured, nil)).Error("summarize failed", "err", err)
	printed := map[string]string{
		"log.Fatal": ended("fatal", line),
		"panic":     ended("panic", line),
		"%+v":       fmt.Sprintf("%+v", err),
		"%w":        fmt.Sprint(fmt.Errorf("summarize ticket 4711: %w", err)),
		"slog":      structured.String(),
	}
	var refused *anthropic.Error
	if errors.As(err, &refused) {
		printed["DumpResponse"] = string(refused.DumpResponse(true))
	}
	return printed
}

// ended runs this program once more, and gives what it prints as it ends.
func ended(how, line string) string {
	child := exec.Command(os.Args[0], how)
	child.Stdin = strings.NewReader(line + "\n")
	var stderr bytes.Buffer
	child.Stderr = &stderr
	_ = child.Run()
	return stderr.String()
}
