package collector // import "sevenstep/collector"

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processorhelper"

	"sevenstep/collector/internal/metadata"
)

var capabilities = consumer.Capabilities{MutatesData: true}

// NewFactory returns the factory of the processor.
func NewFactory() processor.Factory {
	return processor.NewFactory(
		metadata.Type,
		createDefaultConfig,
		processor.WithTraces(createTraces, metadata.TracesStability),
		processor.WithLogs(createLogs, metadata.LogsStability),
	)
}

func createTraces(
	ctx context.Context,
	settings processor.Settings,
	config component.Config,
	next consumer.Traces,
) (processor.Traces, error) {
	d, err := newDiagnoser(settings, config.(*Config))
	if err != nil {
		return nil, err
	}
	if options := config.(*Config); options.ManyCalls {
		d.many = newManyCalls(options, settings.Logger)
	}
	return processorhelper.NewTraces(ctx, settings, config, next, d.processTraces,
		processorhelper.WithCapabilities(capabilities),
		processorhelper.WithShutdown(d.shutdown))
}

func createLogs(
	ctx context.Context,
	settings processor.Settings,
	config component.Config,
	next consumer.Logs,
) (processor.Logs, error) {
	d, err := newDiagnoser(settings, config.(*Config))
	if err != nil {
		return nil, err
	}
	return processorhelper.NewLogs(ctx, settings, config, next, d.processLogs,
		processorhelper.WithCapabilities(capabilities),
		processorhelper.WithShutdown(d.shutdown))
}
