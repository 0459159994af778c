// Which names of the GenAI conventions are emitted: the option, else the environment, else those of the release.
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

/** The values of the option. */
export const GEN_AI_NAMES: readonly GenAiNames[] = [...NAME_SETS, 'both'];

const VARIABLE = 'OTEL_SEMCONV_STABILITY_OPT_IN';

/**
 * The words of the variable and their names. The first is the conventions' word (`docs/gen-ai/README.md` of semantic
 * conventions 1.41). They have no word for the previous names, because an instrumentation of that time keeps them by
 * default; ours began later. `/dup` is their ending for both, as in `http/dup`.
 */
const VALUES: ReadonlyMap<string, GenAiNames> = new Map([
  ['gen_ai_latest_experimental', 'latest'],
  ['gen_ai/previous', 'previous'],
  ['gen_ai/dup', 'both'],
]);

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The setting in force: `option` wins over the variable `OTEL_SEMCONV_STABILITY_OPT_IN`, a list with commas in which other
 * instrumentations have their categories. Its words add up: `gen_ai_latest_experimental,gen_ai/previous` is both.
 *
 * @default 'latest'
 */
export function genAiNames(
  option: GenAiNames | undefined,
  // There is no `process` in some runtimes.
  env: Environment = globalThis.process?.env ?? {},
): GenAiNames {
  if (option !== undefined) return option;
  const asked = new Set<GenAiNames>();
  for (const item of (env[VARIABLE] ?? '').split(',')) {
    const value = item.trim().toLowerCase();
    const names = VALUES.get(value);
    if (names) asked.add(names);
    else if (value.startsWith('gen_ai')) ignored(value);
  }
  const [names = 'latest'] = asked;
  return asked.size > 1 ? 'both' : names;
}

/** Not an error: another instrumentation may know it. */
const ignored = (value: string): void =>
  diag.info(
    `@sevenstep/instrumentation-anthropic: ${VARIABLE} has "${value.slice(0, 64)}", which is ignored; the known values are ` +
      [...VALUES.keys()].join(', '),
  );

/** Whether `names` have those of a set. */
export const hasSet = (names: GenAiNames, set: NameSet): boolean => names === set || names === 'both';

/** The names of an event of the release. */
export const eventNames = (latest: EventName, names: GenAiNames): readonly EventName[] =>
  RENAMED_EVENTS.filter((event) => event.latest === latest).flatMap((event) => [
    ...(hasSet(names, 'latest') ? [event.latest] : []),
    ...(hasSet(names, 'previous') ? [event.previous] : []),
  ]);

/** Adds the previous names: a span had both of a name that was changing. */
export function addPreviousNames(attributes: SpanAttributes): void {
  for (const { latest, previous } of RENAMED_ATTRIBUTES)
    Object.assign(attributes, { [previous]: attributes[latest] });
}
