// Whether the application wants a call left alone, by the options `requireParentSpan` and `ignoreRequestHook`.
import { context, trace } from '@opentelemetry/api';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { field } from '@sevenstep/wire';
import type { Settings } from '../config.ts';
import { runHook } from '../guard.ts';
import type { SdkRequestOptions } from '../sdk-objects.ts';

/** @param attributes the first ones of the call's span. */
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

/** Where OpenTelemetry keeps the parent of a span, from 2.0 on, and before. */
const PARENT = ['parentSpanContext', 'parentSpanId'] as const;

/** The SDK's span is what is active by now: whether it has a parent it says itself, unless it is not recorded. */
function hasParent({ __span: call }: SdkRequestOptions): boolean {
  if (!call) return isWithinSpan();
  const { span } = call;
  return !PARENT.some((name) => name in span) || PARENT.some((name) => field(span, name) !== undefined);
}
