// An instrumentation that no SDK was given, made before there is one.
import '@sevenstep/register/hooks';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';

new AnthropicInstrumentation();
await import('./telemetry.mjs');
