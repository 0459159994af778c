// What is known of a call when it starts, and what it is recorded with.
import type { Tracer } from '@opentelemetry/api';
import type { Logger } from '@opentelemetry/api-logs';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import type { Settings } from '../config.ts';
import type { Route } from '../sdk/routes.ts';
import type { SdkClient, SdkRequestOptions } from '../sdk/sdk-internals.ts';
import type { CallMetrics } from '../telemetry/metrics.ts';
import type { Clock } from './clock.ts';
import type { OpenCalls } from './open-calls.ts';
import type { RecentFailures } from './recent-failures.ts';

export interface CallStart {
  /** Of a call that is over, empty: whatever keeps its record does not keep what was sent. */
  client: SdkClient;
  options: SdkRequestOptions;
  readonly route: Route;
  /** Attributes the span started with. */
  readonly attributes: SpanAttributes;
  readonly clock: Clock;
  readonly tracer: Tracer;
  readonly logger: Logger;
  readonly metrics: CallMetrics;
  readonly settings: Settings;
  /** Where it is found while it is under way. */
  readonly open: OpenCalls;
  /** Shared by the calls of one instrumentation. */
  readonly recentFailures: RecentFailures;
  /** Whether its end is reported, too. A middleware sees attempts alone. */
  readonly reportsEnd: boolean;
  /** Signals of stream helpers that the application stopped reading. */
  readonly leftHelpers: { has(signal: AbortSignal): boolean };
}
