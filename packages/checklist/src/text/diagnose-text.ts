// Finds the failed Claude calls in a text, and diagnoses each.
// A bundle has its modules in the order of imports. Long lists of words beside one another pack better.
import '../conditions/api-codes.ts';
import '../phrases/service.ts';
import '../phrases/credentials.ts';
import '../phrases/limits.ts';
import '../phrases/cloud.ts';
import '../phrases/request.ts';
import './symptoms.ts';
import '../phrases/gateway.ts';
import './attributes-of-text.ts';
import './lines.ts';
import { TextReader } from './reader.ts';
import type { TextDiagnosis, TextOptions } from './text-diagnosis.ts';
import { askWith } from './to-diagnosis.ts';

/** Reads text that comes in pieces. */
export interface TextStream {
  /**
   * Takes the next piece.
   *
   * @returns the errors that are complete with it, in the order of the text
   */
  push(chunk: string): readonly TextDiagnosis[];
  /** Ends the text. @returns what was still open */
  end(): readonly TextDiagnosis[];
}

/**
 * Diagnoses every failed Claude call in a text: a log, a stack, an answer of curl.
 *
 * @param text what was pasted or piped
 * @returns one entry per error, in the order of the text; empty when it has none
 * @example diagnoseText('529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}')[0]?.id
 */
export function diagnoseText(text: string, options: TextOptions = {}): readonly TextDiagnosis[] {
  const reader = createTextReader(options);
  return [...reader.push(text), ...reader.end()];
}

/**
 * Diagnoses text without an end, such as a pipe. Offsets count from its beginning; at most some 100 kB are held.
 *
 * @example
 * const reader = createTextReader();
 * for await (const chunk of process.stdin.setEncoding('utf8')) for (const { id } of reader.push(chunk)) console.log(id);
 */
export function createTextReader(options: TextOptions = {}): TextStream {
  return new TextReader(askWith(options.thresholds));
}
