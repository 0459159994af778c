// The instrumentation's options, their defaults, and what is said of a value that is none.
import type { InstrumentationConfig } from '@opentelemetry/instrumentation';

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
}

const CHOICES = {
  attemptSpans: ['on-retry', 'always', 'never'],
  spanNames: ['gen_ai', 'sdk'],
} as const;

/** The options in force: the first choice of each is its default. */
export type Settings = Required<Pick<AnthropicInstrumentationConfig, keyof typeof CHOICES>>;

/** @throws TypeError that names the option, what it got, and what it takes. */
export function settle(config: AnthropicInstrumentationConfig): Settings {
  return {
    attemptSpans: choice(config, 'attemptSpans'),
    spanNames: choice(config, 'spanNames'),
  };
}

function choice<Name extends keyof Settings>(
  config: AnthropicInstrumentationConfig,
  name: Name,
): Settings[Name] {
  const choices: readonly unknown[] = CHOICES[name];
  const value = config[name] ?? choices[0];
  if (!choices.includes(value)) {
    const expected = choices.map((allowed) => `'${allowed}'`).join(', ');
    throw new TypeError(
      `AnthropicInstrumentation: ${name} is ${JSON.stringify(value)}; expected one of ${expected}`,
    );
  }
  return value as Settings[Name];
}
