// Finds the failed Claude calls that a text tells of, and diagnoses each.
import { diagnose } from '../checklist.ts';
import type { TextDiagnosis, TextOptions } from './text-diagnosis.ts';

const ENVELOPE =
  /\{\s*"type"\s*:\s*"error"\s*,\s*"error"\s*:\s*\{\s*"type"\s*:\s*"(?<type>\w{1,60})"\s*,\s*"message"\s*:\s*"(?<message>[^"]{0,500})"/g;
const STATUS_BEFORE = /\b(?<status>[45]\d\d)\b[^\n\d]{0,40}$/;

/**
 * Diagnoses every failed Claude call in a text: a log, a stack, an answer of curl.
 *
 * @param text what was pasted or piped
 * @returns one entry per error, in the order of the text; empty when it has none
 * @example diagnoseText('529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}')[0]?.id
 */
export function diagnoseText(text: string, _options: TextOptions = {}): readonly TextDiagnosis[] {
  return [...text.matchAll(ENVELOPE)].flatMap((match) => {
    const status = STATUS_BEFORE.exec(text.slice(Math.max(0, match.index - 60), match.index))?.groups?.status;
    const diagnosis = diagnose({
      'gen_ai.provider.name': 'anthropic',
      'error.type': match.groups?.type,
      'anthropic.error.message': match.groups?.message,
      ...(status !== undefined && { 'http.response.status_code': Number(status) }),
    });
    if (diagnosis === undefined) return [];
    return [
      {
        ...diagnosis,
        confidence: status === undefined ? ('likely' as const) : ('certain' as const),
        evidence: [match[0]],
        start: match.index,
        end: match.index + match[0].length,
        missing: [],
      },
    ];
  });
}
