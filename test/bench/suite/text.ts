// How much longer `diagnoseText` takes for 10 MB than for 1 MB: of an ordinary log, and of texts that are made to be slow.
import { diagnoseText } from '@sevenstep/checklist/text';
import { tell } from './tell.ts';

const MB = 1_000_000;

const LOG = [
  '2026-03-04T05:06:07.089Z INFO [worker-3] app.chat: answered in 1204 ms',
  '{"level":30,"time":1772600761120,"pid":4711,"msg":"request completed","status":200,"responseTime":41}',
  '127.0.0.1 - - [04/Mar/2026:05:06:02 +0000] "POST /chat HTTP/1.1" 200 1532 "-" "curl/8.5.0"',
  '2026-03-04T05:06:08.001Z ERROR [worker-3] app.chat: 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}',
  '    at Anthropic.makeRequest (/app/node_modules/@anthropic-ai/sdk/client.mjs:700:23)',
  'level=info ts=2026-03-04T05:06:09Z caller=main.go:41 msg="listening" address=:8080',
];

/** The repeated parts. Without a word of an error, a reader could skip a text. */
const PARTS: Readonly<Record<string, string>> = {
  log: `${LOG.join('\n')}\n`,
  'deep brackets': '[{"error":',
  'open braces': '{',
  quotes: '"\'`',
  backslashes: '\\\\"error\\":',
  digits: '429 error 1234567890',
  'a long line': 'error claude anthropic status code 429 message: ',
  'causes without end': 'Caused by: anthropic.APIError: 529\n',
};

const textOf = (part: string, length: number): string =>
  `anthropic error ${part.repeat(Math.ceil(length / part.length)).slice(0, length)}`;

/** CPU time, which other processes do not lengthen as they do the time that passes. */
function timeOf(text: string): number {
  const before = process.cpuUsage();
  diagnoseText(text);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

// Compiled, before anything counts.
for (const part of Object.values(PARTS)) timeOf(textOf(part, MB / 4));

const ratios: Record<string, number> = {};
for (const [name, part] of Object.entries(PARTS)) {
  const small = textOf(part, MB);
  const before = [timeOf(small), timeOf(small)];
  const large = timeOf(textOf(part, 10 * MB));
  ratios[`text, ${name}`] = large / Math.min(...before, timeOf(small));
}
tell(ratios);
