// The changes to an error's text before a person pastes it, and the text around it.

export interface Wrapper {
  readonly name: string;
  readonly wrap: (text: string) => string;
}

const eachLine =
  (change: (line: string) => string) =>
  (text: string): string =>
    text.split('\n').map(change).join('\n');

const ESC = '\u001b';

/** Writes a text like Python's `repr()`. */
function pythonRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return quote + escaped + quote;
}

const htmlEscaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export const WRAPPERS: readonly Wrapper[] = [
  {
    name: 'a field of a JSON log line',
    wrap: (text) =>
      JSON.stringify({ level: 'error', time: '2026-03-04T05:06:07.089Z', msg: 'chat failed', err: text }),
  },
  {
    name: 'a log line',
    wrap: (text) => `2026-03-04 05:06:07,089 ERROR [worker-3] app.chat: ${text}`,
  },
  { name: 'lines of a container', wrap: eachLine((line) => `api-1  | ${line}`) },
  { name: 'in red', wrap: eachLine((line) => `${ESC}[31m${line}${ESC}[39m`) },
  { name: 'repr of Python', wrap: (text) => `RuntimeError(${pythonRepr(text)})` },
  { name: 'a code fence', wrap: (text) => `It fails since yesterday:\n\n\`\`\`\n${text}\n\`\`\`` },
  { name: 'a quoted mail', wrap: eachLine((line) => `> ${line}`) },
  {
    name: "the cause of an application's error",
    wrap: (text) =>
      `Error: the chat could not be answered\n    at answer (/app/src/chat.js:41:11)\n    at async /app/src/server.js:17:5 {\n  [cause]: ${text}\n}`,
  },
  { name: 'escaped in HTML', wrap: (text) => `<pre>${htmlEscaped(text)}</pre>` },
  { name: 'indented', wrap: eachLine((line) => `    ${line}`) },
];

/** Lines of an ordinary log without a failed call of Claude. */
export const NOISE: readonly string[] = [
  '2026-03-04 05:06:01,120 INFO [main] server started on port 3000 in 529 ms',
  '{"level":30,"time":1772600761120,"pid":4711,"msg":"request completed","status":200,"responseTime":41}',
  '127.0.0.1 - - [04/Mar/2026:05:06:02 +0000] "GET /health HTTP/1.1" 200 15 "-" "kube-probe/1.33"',
  'npm warn deprecated inflight@1.0.6: This module is not supported',
  '[05:06:03] DEBUG cache: 429 entries, 401 of them fresh',
  '',
  'Starting compilation in watch mode...',
  'level=info ts=2026-03-04T05:06:04Z caller=main.go:41 msg="listening" address=:8080',
  '✓ built in 1.52s',
];
