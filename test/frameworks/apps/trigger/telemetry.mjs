// What a worker of Trigger.dev does before it loads tasks.
import { TracingSDK } from '@trigger.dev/core/v3/workers';

const sdk = new TracingSDK({ url: process.env.OTEL_EXPORTER_OTLP_ENDPOINT });
process.once('beforeExit', () => sdk.shutdown());
