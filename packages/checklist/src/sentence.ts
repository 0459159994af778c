// Finds the API's own sentence in an error's message, however it was wrapped on its way.

/**
 * The innermost `message` of the JSON in a text, or the text without the SDK's leading status.
 *
 * The SDK writes `429 {"type":"error","error":{"type":"…","message":"…"}}` (`src/core/error.ts`, `makeMessage`);
 * gateways put that, escaped once more, into a `message` of their own.
 */
export function sentenceOf(text: string | undefined): string {
  if (text === undefined) return '';
  let current = text.trim().replace(/^\d{3} (?=\S)/, '');
  for (let depth = 0; depth < 3; depth++) {
    const inner = /["']message["']\s*:\s*"((?:[^"\\]|\\.)*)/.exec(current)?.[1];
    if (inner === undefined) break;
    current = inner.replace(/\\(["\\/])/g, '$1').replace(/\\n/g, ' ');
  }
  return current.trim();
}
