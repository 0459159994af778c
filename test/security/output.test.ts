// The doctor's output has no secrets, no forged lines, and no markup from its input.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { oneLine } from '@sevenstep/wire';
import { marked } from 'marked';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { type DefaultTreeAdapterTypes, parse, parseFragment } from 'parse5';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../../packages/doctor/src/ask.ts';
import { createOutgoing, shownAddress } from '../../packages/doctor/src/outgoing.ts';
import { terminal } from '../../packages/doctor/src/terminal.ts';
import { StatusLine } from '../../packages/doctor/src/watch/status-line.ts';
import { run } from '../../packages/doctor/test/support/run.ts';
import { POSITIVES } from './secrets/positives.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sevenstep-output-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A failed call in which every text is `text`, with the ids of the attack. */
function stored(text: string, more: Readonly<Record<string, string>> = {}): string {
  const attributes: Readonly<Record<string, unknown>> = {
    'gen_ai.provider.name': 'anthropic',
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': text,
    'http.response.status_code': 529,
    'http.request.method': 'POST',
    'error.type': 'overloaded_error',
    'anthropic.error.message': text,
    'anthropic.error.code': text,
    'anthropic.error.body': text,
    'anthropic.request.id': text,
    'anthropic.organization.id': text,
    'anthropic.retry.reasons': [text],
    'anthropic.request.shape': JSON.stringify({ [text]: text }),
    'anthropic.stream.outcome': text,
    'anthropic.stream.last_event': text,
    'http.response.header.server': [text],
    'http.response.header.via': [text],
    'anthropic.diagnosis.id': `service.${text}`,
    'anthropic.diagnosis.summary': text,
    'anthropic.diagnosis.fix': text,
    'anthropic.diagnosis.evidence': [text],
    'anthropic.diagnosis.also': [text],
    'anthropic.ratelimit.__kind__.remaining': 0,
    ...more,
  };
  const value = (given: unknown) =>
    Array.isArray(given)
      ? { arrayValue: { values: given.map((one) => ({ stringValue: one })) } }
      : typeof given === 'number'
        ? { intValue: String(given) }
        : { stringValue: given };
  const list = (entries: Readonly<Record<string, unknown>>) =>
    Object.entries(entries).map(([key, given]) => ({ key, value: value(given) }));
  const call = {
    traceId: text,
    spanId: 'cd',
    name: text,
    startTimeUnixNano: '1700000000000000000',
    endTimeUnixNano: '1700000001500000000',
    attributes: list(attributes),
    status: { code: 2, message: text },
  };
  const attempt = {
    ...call,
    spanId: 'ce',
    parentSpanId: 'cd',
    name: text,
    attributes: list({
      'http.request.method': 'POST',
      'http.response.status_code': 529,
      'error.type': text,
      'anthropic.request.id': text,
      'anthropic.error.message': text,
    }),
  };
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: list({ 'service.name': text, 'process.runtime.version': text }) },
        scopeSpans: [{ scope: { name: text, version: text }, spans: [call, attempt] }],
      },
    ],
  });
}

/** Every output of a trace. */
async function outputs(text: string, env = {}, name = 'out'): Promise<Readonly<Record<string, string>>> {
  const stdin = stored(text);
  const page = join(folder, `${name}.html`);
  const file = join(folder, `${name}.md`);
  const json = join(folder, `${name}.json`);
  const options = { stdin, env };
  const told = async (...args: string[]) => {
    const { stdout, stderr } = await run(args, options);
    return stdout + stderr;
  };
  return {
    text: await told('diagnose', '-', '--html', page, '--force'),
    json: await told('diagnose', '-', '--json'),
    ticket: await told('ticket', '-', '--out', file, '--force'),
    'ticket as JSON': await told('ticket', '-', '--json', '--out', json, '--force'),
    'an error': await told('diagnose', '-', '--trace', text),
    'a wrong command': await told(text),
    'a wrong option': await told('diagnose', `--${text}`),
    'a wrong file': await told('diagnose', `./${text}`),
    'a page that is not there': await told('explain', text),
    page: readFileSync(page, 'utf8'),
  };
}

describe('a secret of the corpus is in no output', () => {
  // One secret of each shape goes through every output. The redactor has its own tests with all of them.
  const shapes = POSITIVES.filter(({ text }, index) => index % 12 === 0 && text.length < 400);
  test.each(shapes.map((positive) => [positive.what, positive] as const))(
    '%s',
    async (_, { text, secrets }) => {
      for (const [output, content] of Object.entries(await outputs(text))) {
        for (const secret of secrets) expect(content, output).not.toContain(secret);
      }
    },
  );
});

describe('a secret of this environment is in no output, whatever its shape', () => {
  test.each<[variable: string, value: string, secret: string]>([
    ['ANTHROPIC_API_KEY', 'kumquat marmalade', 'kumquat marmalade'],
    ['COMPANY_GATEWAY_TOKEN', 'pomelo-granita-blue', 'pomelo-granita-blue'],
    ['ANTHROPIC_CUSTOM_HEADERS', 'x-gate: pomelo-granita-blue', 'pomelo-granita-blue'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'x-team=pomelo-granita-blue,b=2', 'pomelo-granita-blue'],
    ['HTTPS_PROXY', 'http://user:pomelo-granita-blue@proxy:8080', 'pomelo-granita-blue'],
    ['JAEGER_URL', 'http://user:pomelo%2Fgranita@jaeger', 'pomelo/granita'],
  ])('%s', async (variable, value, secret) => {
    for (const [output, content] of Object.entries(
      await outputs(`it said ${secret} twice`, { [variable]: value }),
    )) {
      if (output.startsWith('a wrong') || output.startsWith('a page')) continue;
      expect(content, output).not.toContain(secret);
    }
  });
});

describe('a secret of this environment stands in what cannot be read', () => {
  const SECRET = 'pomelo-granita-for-all-of-us';
  const env = { ANTHROPIC_AUTH_TOKEN: SECRET };
  const call = `${stored('x')}\n`;

  /** Positions of the secret, so that each cut of a message hits one. */
  const ats = [0, 20, 40, 47, 58, 300, 960, 990];

  test.each<[what: string, stdin: (before: string) => string]>([
    ['a line', (before) => `${call}{"resourceSpans": ["${before}${SECRET}" oops}\n`],
    ['a document', (before) => `${JSON.stringify(JSON.parse(call), null, 1)},\n"${before}${SECRET}" oops`],
    ['a document that is none', (before) => `{"resourceSpans": [\n"${before}${SECRET}" oops`],
  ])('%s', async (_, stdin) => {
    for (const at of ats) {
      for (const more of [[], ['--trace', 'x']]) {
        const { stdout, stderr } = await run(['diagnose', '-', ...more], {
          stdin: stdin('a'.repeat(at)),
          env,
        });
        expect(stderr + stdout).not.toContain(SECRET.slice(0, 4));
      }
    }
  });

  test('in the middle of a line where two chunks meet', async () => {
    const line = `{"resourceSpans": [\n"${SECRET}`;
    for (let at = 22; at < line.length; at++) {
      const { stderr } = await run(['diagnose', '-', '--trace', 'x'], {
        stdin: [line.slice(0, at), `${line.slice(at)}" oops`],
        env,
      });
      expect(stderr).toContain('oops');
      expect(stderr).not.toMatch(/pome|nita|of-us/);
    }
  });

  test('a text that another program cut', () => {
    const { text } = createOutgoing(env);
    expect(text('so pomelo-granita…, and pomelo-g… and pomelo… and pomelo-granada…')).toBe(
      'so [redacted]…, and [redacted]… and pomelo… and pomelo-granada…',
    );
  });

  test('a text that is too long', () => {
    const { value } = createOutgoing(env);
    const most = 16 * 1024;
    for (const at of [most - SECRET.length, most - 12, most - 1, most]) {
      for (const after of ['', 'b'.repeat(10), 'b'.repeat(most)]) {
        const shown = value(`${'a'.repeat(at)}${SECRET}${after}`);
        expect(shown.length).toBeLessThanOrEqual(most);
        expect(shown).not.toContain('p');
      }
    }
  });

  test('a question at the terminal, and its last line', async () => {
    const written: string[] = [];
    const output = { isTTY: true, columns: 24, write: (text: string) => void written.push(text) };
    const { text } = createOutgoing(env);
    new StatusLine(output, false, text).show(`a call of ${SECRET}`);
    const stdin = Object.assign(Readable.from(['y\n']), { isTTY: true });
    const io = { stdin, stdout: output, stderr: output, env, interrupted: () => AbortSignal.abort() };
    expect(await ask(io, `Write this to ${SECRET}?`, text)).toBe(true);
    expect(written.join('')).not.toContain('pomelo');
  });
});

test.each<[address: string, shown: string]>([
  ['https://api.anthropic.com', 'https://api.anthropic.com'],
  ['http://user:secret@host:8080/path/', 'http://host:8080/path/'],
  ['http://user:se/cr@et@host/path', 'host/path'],
  ['http://user:se:cr:et@host', 'http://host'],
  ['http://host/v1?api_key=secret#secret', 'http://host/v1'],
  ['http://host:port?key=secret', 'http://host:port'],
  ['user:secret@host', 'host'],
  ['http://secret@host', 'http://host'],
])('the address %s is shown without credentials', (address, shown) => {
  expect(shownAddress(address)).toContain(shown);
  expect(shownAddress(address)).not.toMatch(/secret|cr@et|se:cr|se\/cr/);
});

/** Text that moves the cursor, forges a line, or hides other text. */
const HOSTILE: readonly (readonly [what: string, text: string])[] = [
  ['a line feed', 'a\n12:00:00  FAIL forged'],
  ['a carriage return', 'a\rFAIL forged'],
  ['a next line of C1', 'a\u0085FAIL forged'],
  ['a line separator', 'a\u2028FAIL forged\u2029x'],
  ['a vertical tab and a form feed', 'a\v\fFAIL'],
  ['clearing the screen', '\u001B[2J\u001B[H'],
  ['the title of the terminal', '\u001B]0;owned\u0007'],
  ['a link of the terminal', '\u001B]8;;http://evil.example\u0007here\u001B]8;;\u0007'],
  ['a colour', '\u001B[31mFAIL\u001B[0m'],
  ['C1 codes', '\u009B2J\u009D0;x\u009C'],
  ['backspaces', 'FAIL\b\b\b\bok  '],
  ['an override of direction', 'a\u202Egpj.exe'],
  ['an isolate of direction', 'a\u2066b\u2069\u2068c\u2067'],
  ['marks of direction', 'a\u200Eb\u200Fc\u061C'],
  ['what has no width', 'over\u200Bloaded\uFEFF\u2060'],
  ['tags', 'a\u{E0041}\u{E007F}'],
  ['no characters', 'a\uFDD031\uFDD1\uFFFE\uFFFF'],
  ['half a pair', 'a\uD800b\uDC00'],
  ['null', 'a\u0000b'],
];

/** Characters that the program may not write. */
const FORBIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028\u2029\u202A-\u202E\u2060-\u206F\uFDD0-\uFDEF\uFEFF\uFFFE\uFFFF]|[\u{E0000}-\u{E007F}]/u;

describe('no output has a line or a code that the program did not write', () => {
  test.each(HOSTILE)('%s', async (_, text) => {
    const plain = await outputs('plain');
    for (const [output, content] of Object.entries(await outputs(text))) {
      expect(content.isWellFormed(), output).toBe(true);
      expect(FORBIDDEN.exec(content)?.index, `${output}: ${JSON.stringify(content)}`).toBeUndefined();
      if (output === 'text' || output === 'page' || output === 'ticket') {
        // The number of lines is the same as with harmless text, apart from wrapping.
        const lines = (given: string) => given.split('\n').filter((line) => /^\S/.test(line)).length;
        expect(lines(content), output).toBe(lines(plain[output] ?? ''));
      }
    }
  });

  test.each(HOSTILE)('%s between styles: a colour is only what the program coloured', (_, text) => {
    let written = '';
    const out = terminal({ write: (more) => (written += more), isTTY: true }, {});
    out.line(`${out.style('red', text)} ${text}`);
    out.labelled(text, text);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes of styles
    const codes = written.match(/\u001B[^m]*m?/g);
    expect(codes).toEqual(['\u001B[31m', '\u001B[39m']);
    expect(written.split('\n')).toHaveLength(3);
  });

  test('what scripts and emoji need stays', () => {
    for (const text of ['👩‍💻', 'می‌خواهم', 'é', 'שלום', 'مرحبا', '日本語']) expect(oneLine(text)).toBe(text);
  });
});

/** Attacks on Markdown. Each has worked against some encoding and some dialect. */
const MARKDOWN: readonly string[] = [
  'r \\| ![x](http://evil.example/a.png)',
  'r \\\\| ![x](http://evil.example/a.png)',
  'r \\\\\\| ![x](http://evil.example/a.png)',
  'r | ![x](http://evil.example/a.png) |',
  '` ![x](http://evil.example/a.png) `',
  '``` \n# heading\n```',
  '\\` ![x](http://evil.example)',
  '\\',
  '|',
  '`',
  '``',
  '<img src=http://evil.example/a.png>',
  '</code><script>alert(1)</script>',
  '[x](javascript:alert(1))',
  '[x]: http://evil.example\n\n[x]',
  'http://evil.example www.evil.example mail@evil.example',
  '<http://evil.example>',
  '\n\n# heading\n\n- list\n\n> quote',
  '\r\n\r\nheading\r\n===',
  '\n| a |\n| --- |\n| b |',
  '[^1] \n\n[^1]: note',
  '- [ ] task',
  '__bold__ **bold** ~~gone~~',
  '&#96; &#124; &lt;img&gt; &#33;[x](http://evil.example)',
  '$$x$$ @someone #1',
  '\u2028# heading',
  '<!-- comment',
  '<details open>',
];

type Node = DefaultTreeAdapterTypes.Node;

/** The elements with their attributes, without their text: the structure of the template. */
function skeleton(node: Node): unknown {
  const children =
    'childNodes' in node ? node.childNodes.map(skeleton).filter((child) => child !== null) : [];
  if (!('tagName' in node)) return node.nodeName === '#text' ? null : [node.nodeName, ...children];
  return [node.tagName, ...node.attrs.map(({ name, value }) => `${name}=${value}`), ...children];
}

/** Code spans exist only where the template has them. An empty one does not count. */
const elementsOf = (html: string): string =>
  JSON.stringify(skeleton(parseFragment(html)))
    .replaceAll(',["code"]', '')
    .replaceAll('["code"],', '')
    .replaceAll('["code"]', '');

const RENDERERS: readonly (readonly [name: string, render: (text: string) => string])[] = [
  [
    'GitHub’s dialect by micromark',
    (text) =>
      micromark(text, {
        extensions: [gfm()],
        htmlExtensions: [gfmHtml()],
        allowDangerousHtml: true,
        allowDangerousProtocol: true,
      }),
  ],
  ['marked', (text) => marked.parse(text, { async: false, gfm: true })],
];

describe('a ticket has no link, image, HTML, heading or emphasis that the template did not write', () => {
  const ticketOf = async (text: string) => (await run(['ticket', '-'], { stdin: stored(text) })).stdout;

  describe.each(RENDERERS)('%s', (_, render) => {
    test.each(MARKDOWN)('%j', async (attack) => {
      const html = render(await ticketOf(attack));
      // The same document without the attack, whose text is in the same number of code spans.
      expect(elementsOf(html)).toBe(elementsOf(render(await ticketOf('plain'))));
      expect(html).not.toMatch(/<(?:a|img|script|iframe|details|input|del)\b/);
    });

    test('the comparison fails for a value that is not encoded', () => {
      const row = (cell: string) => render(`| a | b |\n| --- | --- |\n| ${cell} |`);
      expect(elementsOf(row('![x](http://evil.example)'))).not.toBe(elementsOf(row('plain')));
      expect(elementsOf(row('`r \\\\| ![x](http://evil.example)`'))).not.toBe(elementsOf(row('`plain`')));
    });
  });
});

/** Attacks on HTML, in text and in attributes. */
const HTML: readonly string[] = [
  '<script>alert(1)</script>',
  '</title><script>alert(1)</script>',
  '</style><style>*{background:url(http://evil.example)}</style>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '--><img src=http://evil.example>',
  '<!--',
  ']]><svg onload=alert(1)>',
  '<base href=http://evil.example>',
  '<meta http-equiv=refresh content="0;url=http://evil.example">',
  '<a href=javascript:alert(1)>x</a>',
  '&lt;script&gt;',
  '</table></section><form action=http://evil.example>',
  '<plaintext>',
  '</svg><foreignObject>',
  '\u0000<script>',
];

describe('the page has the elements and attributes of the template, and no others', () => {
  const pageOf = async (text: string) => {
    const path = join(folder, 'report.html');
    await run(['diagnose', '-', '--html', path, '--force'], { stdin: stored(text) });
    return readFileSync(path, 'utf8');
  };
  /** Text in backticks becomes code, which has no attributes. */
  const elements = (html: string) => JSON.stringify(skeleton(parse(html))).replaceAll(',["code"]', '');

  test.each([...HTML, ...MARKDOWN])('%j', async (attack) => {
    const page = await pageOf(attack);
    // An empty text has no element.
    const plain = await pageOf(attack.trim() === '' ? attack : 'plain');
    expect(elements(page)).toBe(elements(plain));
    expect(page).not.toMatch(/<(?:a|img|script|iframe|form|base|link|object)\b/);
  });

  test('the comparison fails for a page with one element or attribute more', async () => {
    const page = await pageOf('plain');
    expect(elements(page.replace('<h1>', '<h1><img src=x>'))).not.toBe(elements(page));
    expect(elements(page.replace('<h1>', '<h1 onclick=x>'))).not.toBe(elements(page));
    expect(elements(page)).toContain('Content-Security-Policy');
  });
});

test('a page of the catalogue is shown as it is, with the credentials of its samples', async () => {
  const { stdout } = await run(['explain', 'connection.proxy']);
  const { page } = JSON.parse((await run(['explain', 'connection.proxy', '--json'])).stdout);
  for (const shown of [stdout, page]) expect(shown).toContain('http://user:password@proxy.example:3128');
});

test('what a value has in it is clean, keys of maps and objects too, and what is no text stays', () => {
  const { value } = createOutgoing({ SOME_TOKEN: 'pomelo-granita' });
  const shared = { note: 'pomelo-granita' };
  expect(
    value({ a: [shared, 1, true, null], 'pomelo-granita': new Map([['pomelo-granita', shared]]) }),
  ).toEqual({
    a: [{ note: '[redacted]' }, 1, true, null],
    '[redacted]': new Map([['[redacted]', { note: '[redacted]' }]]),
  });
});
