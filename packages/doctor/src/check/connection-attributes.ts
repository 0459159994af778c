// Turns a failed connection into the attributes that the span of a call would have.
import type { ProxyUse, SpanAttributes } from '@sevenstep/semantic-conventions';
import { serverAttributes } from '@sevenstep/wire';

/** As a call that needed it would have it on its span. */
export function connectionAttributes(
  url: string | undefined,
  code: string,
  { message, proxy }: { readonly message?: string | undefined; readonly proxy?: ProxyUse | undefined } = {},
): SpanAttributes {
  return {
    'gen_ai.provider.name': 'anthropic',
    'error.type': 'connection_error',
    'anthropic.error.cause_code': code,
    'anthropic.error.message': message,
    'anthropic.request.proxy': proxy,
    ...serverAttributes(url),
  };
}
