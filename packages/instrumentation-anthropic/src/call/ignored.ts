// Decides whether a call is ignored, by the options `requireParentSpan` and `ignoreRequestHook`.
import { context, trace } from '@opentelemetry/api';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { field } from '@sevenstep/wire';
import type { Settings } from '../config.ts';
import { runHook } from '../guard.ts';
import type { SdkRequestOptions } from '../sdk-objects.ts';

/** @param attributes the first attributes of the call's span. */
export function isIgnored(
  { requireParentSpan, ignoreRequestHook }: Settings,
  options: SdkRequestOptions,
  attributes: SpanAttributes,
): boolean {
  if (requireParentSpan && !hasParent(options)) return true;
  if (!ignoreRequestHook) return false;
  const info = { method: attributes['anthropic.sdk.method'] ?? '', body: options.body };
  return runHook('ignoreRequestHook', () => ignoreRequestHook(info), 'a boolean') === true;
}

export const isWithinSpan = (): boolean => trace.getSpan(context.active()) !== undefined;

/** The fields in which OpenTelemetry keeps the parent of a span: from 2.0 on, and before. */
const PARENT = ['parentSpanContext', 'parentSpanId'] as const;

/** The SDK has already made its own span active, so a recorded span of the SDK is asked for its parent. */
function hasParent({ __span: call }: SdkRequestOptions): boolean {
  if (!call) return isWithinSpan();
  const { span } = call;
  return !PARENT.some((name) => name in span) || PARENT.some((name) => field(span, name) !== undefined);
}
