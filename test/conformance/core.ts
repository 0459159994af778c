// What the core conventions 1.45.0 declare of what we emit: attributes by type, the span of an HTTP request, the resource of an SDK.
// https://github.com/open-telemetry/semantic-conventions/tree/v1.45.0/model
import type { AttributeType } from '@sevenstep/semantic-conventions';

/** The types that a registry knows, besides those of span attributes. */
export type RegistryType = AttributeType | 'any';

// biome-ignore format: a table is read by column
export const ATTRIBUTES: Readonly<Record<string, RegistryType>> = {
  'error.type': 'string',
  'exception.message': 'string',
  'exception.stacktrace': 'string',
  'exception.type': 'string',
  'http.request.method': 'string',
  'http.request.resend_count': 'int',
  'http.response.status_code': 'int',
  'http.route': 'string',
  'server.address': 'string',
  'server.port': 'int',
  'service.name': 'string',
  'telemetry.sdk.language': 'string',
  'telemetry.sdk.name': 'string',
  'telemetry.sdk.version': 'string',
  'url.full': 'string',
  'url.path': 'string',
  'url.scheme': 'string',
  'url.template': 'string',
};

/** Attributes whose name goes on behind this. */
export const TEMPLATES: Readonly<Record<string, RegistryType>> = { 'http.response.header': 'string[]' };

/** The attributes of the span of an HTTP request, of those above. */
export const HTTP_CLIENT_SPAN: readonly string[] = [
  'error.type',
  'http.request.method',
  'http.request.resend_count',
  'http.response.header',
  'http.response.status_code',
  'server.address',
  'server.port',
  'url.full',
  'url.scheme',
  'url.template',
];

/** The entities that describe the resource. */
export const ENTITIES: Readonly<Record<string, readonly string[]>> = {
  service: ['service.name'],
  'telemetry.sdk': ['telemetry.sdk.language', 'telemetry.sdk.name', 'telemetry.sdk.version'],
};
