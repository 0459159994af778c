// Recognises the spans that this project's instrumentation made or adopted.
import type { AttributesLike } from './read-attributes.ts';

/** The name of the instrumentation's scope. */
export const OWN_SCOPE = '@sevenstep/instrumentation-anthropic';

/** Whether the instrumentation of this project made the span, or adopted it. */
export function isOwnCall(attributes: AttributesLike): boolean {
  const method = attributes['anthropic.sdk.method'];
  return method !== undefined && method !== '';
}

/** Whether the span is of an attempt that the instrumentation of this project made. */
export const isOwnAttempt = (attributes: AttributesLike, scope: string | undefined): boolean =>
  scope === undefined
    ? Object.keys(attributes).some((name) => name.startsWith('anthropic.'))
    : scope === OWN_SCOPE;
