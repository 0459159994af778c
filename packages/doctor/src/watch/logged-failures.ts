// Failures in log records, until their calls' spans come: each failure is one line.
import { KEPT } from '../bounds.ts';
import type { Call } from '../calls/call.ts';
import {
  failureOfCall,
  failureOfError,
  forgetOldest,
  ownKeys,
  ReportedCalls,
  soughtKeys,
} from '../texts/reported-calls.ts';
import type { TextError } from '../texts/text-error.ts';

export class LoggedFailures {
  #waiting: { readonly error: TextError; readonly since: number }[] = [];
  readonly #calls = new ReportedCalls();
  /** Errors that were shown, by each of their keys. */
  readonly #shown = new Map<string, Set<TextError>>();

  add(error: TextError, now: number): void {
    if (this.#waiting.length < KEPT.textErrors) this.#waiting.push({ error, since: now });
  }

  /** A call that its spans report. @returns the error that was shown of the same failure */
  reported(call: Call): TextError | undefined {
    this.#calls.add(call);
    const shown = soughtKeys(failureOfCall(call))
      .map((key) => this.#shown.get(key)?.values().next().value)
      .find((error) => error !== undefined);
    // A trace may have several calls that failed alike: each takes one error.
    if (shown !== undefined) this.#forget(shown);
    return shown;
  }

  /** Errors that have waited since `before` without a span: now they are shown. */
  settled(before: number): readonly TextError[] {
    const settled = this.#waiting.filter(({ since }) => since <= before);
    this.#waiting = this.#waiting.filter(({ since }) => since > before);
    return settled.map(({ error }) => error).filter((error) => this.#isNews(error));
  }

  #forget(error: TextError): void {
    for (const key of ownKeys(failureOfError(error))) {
      const errors = this.#shown.get(key);
      errors?.delete(error);
      if (errors?.size === 0) this.#shown.delete(key);
    }
  }

  #isNews(error: TextError): boolean {
    const failure = failureOfError(error);
    if (this.#calls.has(error) || soughtKeys(failure).some((key) => this.#shown.has(key))) return false;
    for (const key of ownKeys(failure)) {
      const errors = this.#shown.get(key) ?? new Set();
      if (errors.size < KEPT.textErrors) this.#shown.set(key, errors.add(error));
    }
    while (this.#shown.size > KEPT.reported) forgetOldest(this.#shown);
    return true;
  }
}
