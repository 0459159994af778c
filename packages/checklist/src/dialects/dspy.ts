// Reads exceptions of DSPy (`dspy` 3.4.1, `utils/exceptions.py`, `clients/lm15_errors.py`), on spans of any instrumentation.
import type { FactAttributes } from './dialect.ts';

/** The class, the model in brackets, the provider's sentence, and DSPy's advice. */
const FAILURE =
  /^(?<name>[A-Z]\w{0,60}): \[anthropic\/[\w.@:-]{1,100}\] (?<sentence>\S[\s\S]{0,2000}?)(?:\n\n {2}(?:credential came from|To fix):[\s\S]{0,4000})?$/;

/**
 * Types of the classes that mean one situation. DSPy also raises `LMAuthError` for a missing permission, and
 * `ContextWindowExceededError` for every sentence with `token` and a limit.
 */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['LMBillingError', 'billing_error'],
  ['LMRateLimitError', 'rate_limit_error'],
  ['LMServerError', 'InternalServerError'],
  ['LMTransportError', 'connection_error'],
]);

/** Sentences of its client (`lm15`), which answer for several classes. */
const SENTENCES: readonly (readonly [words: RegExp, type: string])[] = [
  [/\bread timed out waiting for\b/, 'client_timeout_error'],
  [/: empty credential under 'anthropic'/, 'client_error'],
  [/^the reply \(HTTP 2\d\d\b[^)]{0,200}\) is not JSON\b/, 'malformed_response'],
];

/** The facts and the sentence of the provider in DSPy's message. */
export function dspyFailure(
  message: string | undefined,
): { readonly message: string; readonly facts: FactAttributes } | undefined {
  const { name = '', sentence } = FAILURE.exec(message ?? '')?.groups ?? {};
  if (sentence === undefined) return undefined;
  const known = SENTENCES.find(([words]) => words.test(sentence))?.[1];
  const type = known ?? TYPES.get(name) ?? '_OTHER';
  const isKeyless = known === 'client_error';
  return {
    message: isKeyless ? 'Could not resolve authentication method' : sentence,
    facts: { 'error.type': type },
  };
}
