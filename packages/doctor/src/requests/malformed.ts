// The finding for a request whose text is not JSON.
import { diagnose, type Finding } from '@sevenstep/checklist';

/** @param where the character at which it stops being JSON, in words */
export function lintMalformed(where: string): readonly Finding[] {
  const message = `The request body is not valid JSON: ${where}`;
  const found = diagnose({
    'gen_ai.provider.name': 'anthropic',
    'http.response.status_code': 400,
    'error.type': 'invalid_request_error',
    'anthropic.error.message': message,
    'anthropic.request.id': 'req_lint',
  });
  if (found === undefined) return [];
  const { also: _, ...finding } = found;
  return [{ ...finding, evidence: [message] }];
}
