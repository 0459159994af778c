// Reads this process's resource from OpenTelemetry's variables. https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
import { randomUUID } from 'node:crypto';
import { PROGRAM } from '../help.ts';
import { decoded, pairsOf } from '../otlp/destination.ts';

/** Attributes of a resource, a measurement or an event. */
export type Attributes = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** The service is this program unless a variable names it. The instance id distinguishes processes, also after a restart. */
export function resourceAttributes(
  env: Readonly<Record<string, string | undefined>>,
  version: string,
): Attributes {
  const given = attributesOf(env.OTEL_RESOURCE_ATTRIBUTES);
  return {
    'service.name': PROGRAM,
    'service.version': version,
    'service.instance.id': randomUUID(),
    ...given,
    ...(env.OTEL_SERVICE_NAME && { 'service.name': env.OTEL_SERVICE_NAME }),
  };
}

/** `key=value,key=value`, with percent-encoding if a value contains a comma or an equals sign. */
const attributesOf = (text = ''): Record<string, string> =>
  Object.fromEntries(
    pairsOf(text).flatMap(([key, value]) => (value === undefined ? [] : [[decoded(key), value]])),
  );
