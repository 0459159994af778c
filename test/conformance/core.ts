// The declarations of the core conventions 1.45.0 for our telemetry: attributes by type, the HTTP client's span, the SDK's resource.
// https://github.com/open-telemetry/semantic-conventions/tree/v1.45.0/model
import type { AttributeType } from '@sevenstep/semantic-conventions';

/** The types in a registry: those of span attributes, and `any`. */
export type RegistryType = AttributeType | 'any';

// biome-ignore format: a table is read by column
export const ATTRIBUTES: Readonly<Record<string, RegistryType>> = {
  'error.type': 'string',
  'exception.message': 'string',
  'exception.stacktrace': 'string',
  'exception.type': 'string',
  'host.arch': 'string',
  'host.id': 'string',
  'host.name': 'string',
  'http.request.method': 'string',
  'http.request.resend_count': 'int',
  'http.response.status_code': 'int',
  'http.route': 'string',
  'process.command': 'string',
  'process.command_args': 'string[]',
  'process.executable.name': 'string',
  'process.executable.path': 'string',
  'process.owner': 'string',
  'process.pid': 'int',
  'process.runtime.description': 'string',
  'process.runtime.name': 'string',
  'process.runtime.version': 'string',
  'server.address': 'string',
  'server.port': 'int',
  'service.instance.id': 'string',
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

/** The entities with which an SDK's detectors describe the resource. */
export const ENTITIES: Readonly<Record<string, readonly string[]>> = {
  host: ['host.arch', 'host.id', 'host.name'],
  process: [
    'process.command',
    'process.command_args',
    'process.executable.name',
    'process.executable.path',
    'process.owner',
    'process.pid',
    'process.runtime.description',
    'process.runtime.name',
    'process.runtime.version',
  ],
  service: ['service.name'],
  'service.instance': ['service.instance.id'],
  'telemetry.sdk': ['telemetry.sdk.language', 'telemetry.sdk.name', 'telemetry.sdk.version'],
};
