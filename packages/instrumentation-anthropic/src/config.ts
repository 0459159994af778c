// The instrumentation's options, their defaults, and what is said of a value that is none.
import type { Span } from '@opentelemetry/api';
import type { InstrumentationConfig } from '@opentelemetry/instrumentation';

/** What a {@link AnthropicInstrumentationConfig.requestHook} is told. */
export interface RequestHookInfo {
  /** The SDK method, such as `messages.create`. */
  readonly method: string;
  /** The request's body as the application gave it. Not a copy: do not change it. */
  readonly body: unknown;
}

/** What a {@link AnthropicInstrumentationConfig.responseHook} is told. */
export interface ResponseHookInfo {
  readonly method: string;
  /** The parsed body, where the call had one; of a stream, nothing. */
  readonly body: unknown;
  /** What the call failed with, where something was thrown. */
  readonly error: unknown;
}

/** Options of `AnthropicInstrumentation`. */
export interface AnthropicInstrumentationConfig extends InstrumentationConfig {
  /**
   * When the attempts of a call get a child span each. `'on-retry'`: when there was more than one.
   *
   * @default 'on-retry'
   */
  attemptSpans?: 'on-retry' | 'always' | 'never';
  /**
   * What call spans are named. `'gen_ai'`: as the GenAI conventions have it, `chat {model}`. `'sdk'`: as the SDK
   * names its own, `anthropic.messages.create`.
   *
   * @default 'gen_ai'
   */
  spanNames?: 'gen_ai' | 'sdk';
  /**
   * Called when a call's span has started, to set attributes of your own. What it throws is reported to `diag`.
   *
   * @default undefined
   * @example requestHook: (span, { body }) => span.setAttribute('app.tenant', tenantOf(body))
   */
  requestHook?: (span: Span, info: RequestHookInfo) => void;
  /**
   * Called just before a call's span ends. What it throws is reported to `diag`.
   *
   * @default undefined
   */
  responseHook?: (span: Span, info: ResponseHookInfo) => void;
}

const CHOICES = {
  attemptSpans: ['on-retry', 'always', 'never'],
  spanNames: ['gen_ai', 'sdk'],
} as const;

type Choices = Required<Pick<AnthropicInstrumentationConfig, keyof typeof CHOICES>>;

/** The options in force: the first choice of each is its default. */
export interface Settings extends Choices {
  readonly requestHook: AnthropicInstrumentationConfig['requestHook'];
  readonly responseHook: AnthropicInstrumentationConfig['responseHook'];
}

/** @throws TypeError that names the option, what it got, and what it takes. */
export function settle(config: AnthropicInstrumentationConfig): Settings {
  return {
    attemptSpans: choice(config, 'attemptSpans'),
    spanNames: choice(config, 'spanNames'),
    requestHook: hook(config, 'requestHook'),
    responseHook: hook(config, 'responseHook'),
  };
}

function hook<Name extends 'requestHook' | 'responseHook'>(
  config: AnthropicInstrumentationConfig,
  name: Name,
): AnthropicInstrumentationConfig[Name] {
  const value = config[name];
  if (value !== undefined && typeof value !== 'function') {
    throw new TypeError(`AnthropicInstrumentation: ${name} is ${JSON.stringify(value)}; expected a function`);
  }
  return value;
}

function choice<Name extends keyof Choices>(
  config: AnthropicInstrumentationConfig,
  name: Name,
): Choices[Name] {
  const choices: readonly unknown[] = CHOICES[name];
  const value = config[name] ?? choices[0];
  if (!choices.includes(value)) {
    const expected = choices.map((allowed) => `'${allowed}'`).join(', ');
    throw new TypeError(
      `AnthropicInstrumentation: ${name} is ${JSON.stringify(value)}; expected one of ${expected}`,
    );
  }
  return value as Choices[Name];
}
