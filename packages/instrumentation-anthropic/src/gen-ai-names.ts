// Decides which names of the GenAI conventions are emitted: by the option, else the environment, else the release.
import { diag } from '@opentelemetry/api';
import {
  type EventName,
  type GenAiNames,
  NAME_SETS,
  type NameSet,
  RENAMED_ATTRIBUTES,
  RENAMED_EVENTS,
  type SpanAttributes,
} from '@sevenstep/semantic-conventions';
import { redact, setting } from '@sevenstep/wire';

/** The values of the option. */
export const GEN_AI_NAMES: readonly GenAiNames[] = [...NAME_SETS, 'both'];

const VARIABLE = 'OTEL_SEMCONV_STABILITY_OPT_IN';

/**
 * The values of the variable. The conventions define the first (`docs/gen-ai/README.md` of semantic conventions 1.41). They
 * have no value for the previous names, which older instrumentations emit by default. We add one, and `/dup` for both, the
 * suffix that the conventions use in `http/dup`.
 */
const VALUES: ReadonlyMap<string, GenAiNames> = new Map([
  ['gen_ai_latest_experimental', 'latest'],
  ['gen_ai/previous', 'previous'],
  ['gen_ai/dup', 'both'],
]);

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The names to emit: `option`, else the variable `OTEL_SEMCONV_STABILITY_OPT_IN`, a comma-separated list that other
 * instrumentations use as well. Its values add up: `gen_ai_latest_experimental,gen_ai/previous` means both.
 *
 * @default 'latest'
 */
export function genAiNames(
  option: GenAiNames | undefined,
  // Some runtimes have no `process`.
  env: Environment = globalThis.process?.env ?? {},
): GenAiNames {
  if (option !== undefined) return option;
  const asked = new Set<GenAiNames>();
  for (const item of (setting(env, VARIABLE) ?? '').split(',')) {
    const value = item.trim().toLowerCase();
    const names = VALUES.get(value);
    if (names) asked.add(names);
    else if (value.startsWith('gen_ai')) ignored(value);
  }
  const [names = 'latest'] = asked;
  return asked.size > 1 ? 'both' : names;
}

/** Reports an unknown value. It is not an error, because another instrumentation may use it. */
const ignored = (value: string): void =>
  diag.info(
    `@sevenstep/instrumentation-anthropic: ${VARIABLE} has "${redact(value).slice(0, 64)}", which is ignored; the known values are ` +
      [...VALUES.keys()].join(', '),
  );

/** Whether `names` includes a set. */
export const hasSet = (names: GenAiNames, set: NameSet): boolean => names === set || names === 'both';

/** All names under which an event is emitted. */
export const eventNames = (latest: EventName, names: GenAiNames): readonly EventName[] =>
  RENAMED_EVENTS.filter((event) => event.latest === latest).flatMap((event) => [
    ...(hasSet(names, 'latest') ? [event.latest] : []),
    ...(hasSet(names, 'previous') ? [event.previous] : []),
  ]);

/** Adds the previous names. The new names stay, as spans had both during the change. */
export function addPreviousNames(attributes: SpanAttributes): void {
  for (const { latest, previous } of RENAMED_ATTRIBUTES)
    Object.assign(attributes, { [previous]: attributes[latest] });
}
