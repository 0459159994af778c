// Removes values that depend on the run or the machine from a text, so that the record changes only if a client does.
import { homedir, hostname, tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');
/** Frames that are kept of each stack. */
const FRAMES = 3;
const LONGEST = 6_000;

/** The replacements, in order. */
const REPLACED: readonly (readonly [RegExp, string])[] = [
  // Colours.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what starts an escape sequence
  [/\u001b\[[\d;]*[A-Za-z]/g, ''],
  [/\r\n/g, '\n'],
  [
    new RegExp(
      `(?:file://)?(?:${escaped(homedir())}|/root)/\\.cache/sevenstep/(?:pasted|dialects)/[\\w.@-]+(?:/run-\\d+)?`,
      'g',
    ),
    '/app',
  ],
  [new RegExp(escaped(REPOSITORY), 'g'), '/app'],
  [new RegExp(`${escaped(tmpdir())}/[\\w.-]+`, 'g'), '/tmp/work'],
  [new RegExp(`(?:${escaped(homedir())}|/root)(?=/)`, 'g'), '/home/app'],
  [new RegExp(`\\b${escaped(hostname())}\\b`, 'g'), 'app-1'],
  [/\b(127\.0\.0\.1|localhost|\[::1\]|::1)(:)\d{4,5}\b/g, '$1$28080'],
  [/(\bport(?:"?[=:]\s?| ))\d{4,5}\b/g, '$18080'],
  [/\b((?:local|remote)Port: )\d+/g, '$18080'],
  [/\bNode\.js v\d+\.\d+\.\d+/g, 'Node.js v24.0.0'],
  [/\bnode\/v?\d+\.\d+\.\d+/g, 'node/24.0.0'],
  [/\breq_\w{8,}/g, 'req_011CSimulator0000000000000'],
  [/\bmsg_\w{8,}/g, 'msg_011CSimulator0000000000000'],
  // The AI SDK makes one up where the answer has none.
  [/\baitxt-\w{8,}/g, 'aitxt-0123456789'],
  [/\blog_[0-9a-f]{6}\b/g, 'log_a1b2c3'],
  [/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/g, '6f1b3c1e-2d4a-4b5c-8d7e-9f0a1b2c3d4e'],
  [
    /\b20\d\d-\d\d-\d\d([T ])\d\d:\d\d:\d\d(?:([.,])\d{3,9})?/g,
    (_: string, t: string, point = '') => `2026-03-04${t}05:06:07${point && `${point}089`}`,
  ],
  [/\b20\d\d\/\d\d\/\d\d \d\d:\d\d:\d\d/g, '2026/03/04 05:06:07'],
  [
    /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} 20\d\d \d\d:\d\d:\d\d GMT/g,
    'Wed, 04 Mar 2026 05:06:07 GMT',
  ],
  [/\b1[789]\d{11}\b/g, '1772600767000'],
  [/\b1[789]\d{8}\b/g, '1772600767'],
  [/("pid":\s?)\d+/g, '$14711'],
  // OpenSSL's id of a thread.
  [/\b[0-9A-F]{8,16}(?=:error:)/g, '00A0B0C0D07F0000'],
  [/\b0x[0-9a-f]{8,16}\b/g, '0x7f0000000000'],
  [
    /\b(?:in|after) \d+(?:\.\d+)? ?(ms|milliseconds|millis)\b/g,
    (text: string) => text.replace(/\d+(?:\.\d+)?/, '12'),
  ],
  [
    /("?(?:duration_?[mM]s|duration_api_ms|retryInMs|elapsed_ms|total_cost_usd|costUSD)"?: ?)\d+(?:\.\d+)?/g,
    '$112',
  ],
].map(([pattern, by]) => [pattern, by]) as never;

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A text as it is recorded. The record of a record is the same. */
export function normalize(text: string): string {
  let normal = text;
  for (const [pattern, by] of REPLACED) normal = normal.replace(pattern, by);
  const lines = cutStacks(normal.split('\n').map((line) => line.trimEnd()));
  return lines.join('\n').slice(0, LONGEST).trim();
}

/** Keeps the first frames of each stack, in plain lines and in strings with `\n`. Properties of the error follow the last frame. */
function cutStacks(lines: readonly string[]): string[] {
  const kept: string[] = [];
  let frames = 0;
  for (const line of lines) {
    frames = /^\s+at /.test(line) ? frames + (BETWEEN.test(line) ? 0 : 1) : 0;
    if (frames <= FRAMES && !BETWEEN.test(line)) kept.push(line);
    else if (line.endsWith(' {')) kept.push(`${kept.pop()} {`);
  }
  return kept.map((line) =>
    line
      .replaceAll(BETWEEN_ESCAPED, '')
      .replaceAll(/((?:\\n\s+at [^\n"\\]+){3})(?:\\n\s+at [^\n"\\]+)+/g, '$1'),
  );
}

/** A frame that is there or not as the timing has it. */
const BETWEEN = /^\s+at process\.processTicksAndRejections \([^)]+\)(?: \{)?$/;
const BETWEEN_ESCAPED = /\\n\s+at process\.processTicksAndRejections \([^)]+\)/g;
