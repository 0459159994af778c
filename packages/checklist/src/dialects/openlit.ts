// OpenLIT for Python (`openlit` 1.45.0, `instrumentation/anthropic/anthropic.py`). The span of a failed call has only its name and the error.
import { readString } from '../spans/read-attributes.ts';
import { OLDER_NAMES, roleOfOperation } from './conventions.ts';
import type { Dialect, FactAttributes, TelemetryRecord } from './dialect.ts';

const SCOPE = 'openlit.instrumentation.';

/** The name of a call's span: the operation, then the model. Attributes come only with the answer. */
const CALL = /^chat (?<model>\S{1,200})$/;

/** Providers by the module of OpenLIT that patches their client. A framework's module calls any provider. */
const PROVIDERS: ReadonlyMap<string, string> = new Map([
  ['anthropic', 'anthropic'],
  ['bedrock', 'aws.bedrock'],
  ['vertexai', 'gcp.vertex_ai'],
]);

export const openlit: Dialect = {
  id: 'openlit',
  title: 'OpenLIT',
  speaks: ({ scope }) => scope?.startsWith(SCOPE) === true,
  roleOf: (record) =>
    record.attributes['gen_ai.operation.name'] !== undefined || CALL.test(record.name ?? '')
      ? roleOfOperation(record)
      : undefined,
  names: OLDER_NAMES,
  facts: (record) => (record.failed === true ? ofName(record) : {}),
};

function ofName({ attributes, name, scope }: TelemetryRecord): FactAttributes {
  const model = CALL.exec(name ?? '')?.groups?.model;
  const provider = PROVIDERS.get(scope?.slice(SCOPE.length) ?? '');
  return {
    ...(readString(attributes, 'gen_ai.request.model') === undefined &&
      model !== undefined && { 'gen_ai.request.model': model }),
    ...(readString(attributes, 'gen_ai.provider.name') === undefined &&
      provider !== undefined && { 'gen_ai.provider.name': provider }),
  };
}
