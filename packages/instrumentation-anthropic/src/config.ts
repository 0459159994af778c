// Validates the application's options and adds the defaults.
import type { GenAiNames } from '@sevenstep/semantic-conventions';
import { setting } from '@sevenstep/wire';
import { CONTENT_CAPTURE, type ContentCapture, contentCapture, type RedactContent } from './content/index.ts';
import { GEN_AI_NAMES, genAiNames } from './gen-ai-names.ts';
import type { AnthropicInstrumentationConfig, Diagnose } from './types.ts';

// The first choice of each is its default.
const ATTRIBUTES = ['all', 'conventions'] as const;
const ATTEMPT_SPANS = ['on-retry', 'always', 'never'] as const;
const CHUNK_TIMES = ['sampled', 'all'] as const;
const SPAN_NAMES = ['gen_ai', 'sdk'] as const;

/** All options with their values. */
export interface Settings {
  readonly attributes: (typeof ATTRIBUTES)[number];
  readonly genAiNames: GenAiNames;
  readonly attemptSpans: (typeof ATTEMPT_SPANS)[number];
  readonly chunkTimes: (typeof CHUNK_TIMES)[number];
  readonly spanNames: (typeof SPAN_NAMES)[number];
  readonly longWaitSeconds: number;
  readonly nearLimitShare: number;
  readonly requireParentSpan: boolean;
  readonly captureMessageContent: ContentCapture;
  readonly maxContentBytes: number | undefined;
  readonly redactContent: RedactContent | undefined;
  readonly ignoreRequestHook: AnthropicInstrumentationConfig['ignoreRequestHook'];
  readonly requestHook: AnthropicInstrumentationConfig['requestHook'];
  readonly responseHook: AnthropicInstrumentationConfig['responseHook'];
  readonly diagnose: Diagnose | undefined;
}

/** @throws TypeError that names the option, what it got, and what it takes. */
export function resolveConfig(config: AnthropicInstrumentationConfig): Settings {
  const oneOf = <Choice>(name: OptionName, choices: readonly Choice[]): Choice | undefined =>
    checked(config, name, `one of ${choices.map(quoted).join(', ')}`, (value) =>
      choices.includes(value as Choice),
    );
  const hook = <Name extends HookName>(name: Name): AnthropicInstrumentationConfig[Name] | undefined =>
    checked(config, name, 'a function', (value) => typeof value === 'function');
  const number = (
    name: OptionName,
    expected: string,
    accepts: (value: number) => boolean,
  ): number | undefined =>
    checked(config, name, expected, (value) => typeof value === 'number' && accepts(value));
  oneOf('enabled', [true, false]);
  return {
    attributes: oneOf('attributes', ATTRIBUTES) ?? ATTRIBUTES[0],
    genAiNames: genAiNames(oneOf('genAiNames', GEN_AI_NAMES)),
    attemptSpans: oneOf('attemptSpans', ATTEMPT_SPANS) ?? ATTEMPT_SPANS[0],
    chunkTimes: oneOf('chunkTimes', CHUNK_TIMES) ?? CHUNK_TIMES[0],
    spanNames: oneOf('spanNames', SPAN_NAMES) ?? SPAN_NAMES[0],
    longWaitSeconds: number('longWaitSeconds', 'a positive number', (value) => value > 0) ?? 10,
    nearLimitShare:
      number('nearLimitShare', 'a number from 0 to 1', (value) => value >= 0 && value <= 1) ?? 0.1,
    requireParentSpan: oneOf('requireParentSpan', [false, true]) ?? false,
    captureMessageContent: contentCapture(oneOf('captureMessageContent', [true, false, ...CONTENT_CAPTURE])),
    maxContentBytes: number(
      'maxContentBytes',
      'a positive integer',
      (value) => Number.isSafeInteger(value) && value > 0,
    ),
    redactContent: hook('redactContent'),
    ignoreRequestHook: hook('ignoreRequestHook'),
    requestHook: hook('requestHook'),
    responseHook: hook('responseHook'),
    diagnose: hook('diagnose'),
  };
}

/** A message for each unknown name in `config`, with the option that may be meant. @param settings the resolved options. */
export function unknownOptions(config: object, settings: Settings): string[] {
  const names = ['enabled', ...Object.keys(settings)];
  return Object.keys(config)
    .filter((name) => !names.includes(name))
    .map((name) => {
      const near = nearest(name, names);
      return `unknown option "${name}"; ${near ? `did you mean "${near}"?` : `the options are ${names.join(', ')}`}`;
    });
}

/** The option that shares the longest beginning with `name`, if that is at least half of the name. */
function nearest(name: string, options: readonly string[]): string | undefined {
  const alike = (option: string): number => {
    let length = 0;
    while (length < name.length && option[length]?.toLowerCase() === name[length]?.toLowerCase()) length += 1;
    return length;
  };
  const [best] = options.toSorted((a, b) => alike(b) - alike(a));
  return best !== undefined && alike(best) * 2 >= name.length ? best : undefined;
}

type OptionName = keyof AnthropicInstrumentationConfig;
type HookName = 'redactContent' | 'ignoreRequestHook' | 'requestHook' | 'responseHook' | 'diagnose';

/** The value of an option. @throws TypeError if it is neither absent nor accepted by `accepts`. */
function checked<Value>(
  config: AnthropicInstrumentationConfig,
  name: OptionName,
  expected: string,
  accepts: (value: unknown) => boolean,
): Value | undefined {
  const value: unknown = setting(config, name);
  if (value === undefined || accepts(value)) return value as Value | undefined;
  throw new TypeError(`AnthropicInstrumentation: ${name} is ${shown(value)}; expected ${expected}`);
}

const quoted = (choice: unknown): string => (typeof choice === 'string' ? `'${choice}'` : String(choice));

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  const isPlain = value === null || !['object', 'function', 'symbol'].includes(typeof value);
  return isPlain ? String(value) : `of type ${typeof value}`;
}
