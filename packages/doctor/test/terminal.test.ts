// Output for people: widths, labels and colours, without control characters.
import { oneLine, redactSecrets } from '@sevenstep/wire';
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../src/markdown.ts';
import { safeJsonText, say, shownText, terminal, wrap } from '../src/terminal.ts';
import { StatusLine } from '../src/watch/status-line.ts';

function output(more: { isTTY?: boolean; columns?: number } = {}) {
  const written: string[] = [];
  return { written, output: { write: (text: string) => void written.push(text), ...more } };
}

test.each([
  [undefined, 100],
  [30, 40],
  [60, 60],
  [101, 101],
  [500, 120],
])('of %s columns %d are filled', (columns, width) => {
  expect(terminal(output(columns === undefined ? {} : { columns }).output, {}).width).toBe(width);
});

describe('lines', () => {
  test('a label stands once, and its text is wrapped beside it', () => {
    const { written, output: out } = output({ columns: 60 });
    terminal(out, {}).labelled('what', `${'word '.repeat(11)}end`);
    expect(written).toEqual([
      '  what      word word word word word word word word word\n',
      '            word word end\n',
    ]);
  });

  test.each([undefined, ''])('a label without text is nothing: %j', (text) => {
    const { written, output: out } = output();
    terminal(out, {}).labelled('what', text);
    expect(written).toEqual([]);
  });

  describe('text beside a head', () => {
    const beside = (columns: number | undefined, text: string) => {
      const { written, output: out } = output(columns === undefined ? {} : { columns });
      terminal(out, {}).beside('a.head    ', 10, text);
      return written;
    };
    const text = `${'word '.repeat(8)}end`;

    test('is one line where it has room, and where it is piped', () => {
      expect(beside(60, text)).toEqual([`a.head    ${text}\n`]);
      expect(beside(undefined, text.repeat(4))).toEqual([`a.head    ${text.repeat(4)}\n`]);
    });

    test('is wrapped below its begin', () => {
      expect(beside(40, text)).toEqual([
        'a.head    word word word word word word\n',
        '          word word end\n',
      ]);
    });

    test('stands below the head where that leaves too little room', () => {
      const { written, output: out } = output({ columns: 40, isTTY: true });
      const narrow = terminal(out, { TERM: 'xterm' });
      narrow.beside(narrow.style('bold', 'a head of twenty letters'), 24, text, 'dim');
      expect(written).toEqual([
        '\u001B[1ma head of twenty letters\u001B[22m\n',
        '    \u001B[2mword word word word word word word\u001B[22m\n',
        '    \u001B[2mword end\u001B[22m\n',
      ]);
    });
  });

  test('a quiet one writes nothing', () => {
    const { written, output: out } = output();
    const quiet = terminal(out, {}, { quiet: true });
    quiet.line('a');
    quiet.own('a');
    quiet.labelled('a', 'b');
    expect(written).toEqual([]);
  });

  test('secrets go, also from within a style; a text of ours stays as it is', () => {
    const { written, output: out } = output({ isTTY: true });
    const one = terminal(out, { TERM: 'xterm' });
    one.line(`${one.style('red', 'key sk-ant-api03-abcdefgh')} is\nout`);
    one.own('export ANTHROPIC_API_KEY=sk-ant-api03-abcdefgh\n  two');
    expect(written).toEqual([
      '\u001B[31mkey sk-[redacted]\u001B[39m is out\n',
      'export ANTHROPIC_API_KEY=sk-ant-api03-abcdefgh\n  two\n',
    ]);
  });

  test('what a terminal obeys is shown, not obeyed', () => {
    expect(oneLine('a\r\nb\tc\u001B[2Jd\u202Ee\u{E0041}')).toBe('a b c\uFFFD[2Jd\uFFFDe\uFFFD');
    expect(shownText('a\u0007\nb', (text) => text.toUpperCase())).toBe('A\uFFFD\nB');
    expect(safeJsonText({ a: '\u001B\u{E0041}é' })).toBe('{"a":"\\u001b\\udb40\\udc41é"}');
    const { written, output: out } = output();
    say(out, 'a\nsk-ant-api03-abcdefgh');
    expect(written).toEqual(['a sk-[redacted]\n']);
  });
});

test('lines are as wide as words allow, and numbers stay whole', () => {
  expect(wrap('aaa bbb ccc', 7)).toEqual(['aaa bbb', 'ccc']);
  expect(wrap('aaa bbb ccc', 6)).toEqual(['aaa', 'bbb', 'ccc']);
  expect(wrap('limit 50 000 left', 8)).toEqual(['limit', '50 000', 'left']);
  expect(wrap('50 0000', 4)).toEqual(['50', '0000']);
  expect(wrap('', 4)).toEqual(['']);
});

test('a page of Markdown: headings, code and paragraphs', () => {
  const page = '# Title\n\nwords\n```sh\nnpm test\n```\n## More\n\n';
  expect(renderMarkdown(page, terminal(output().output, {}))).toEqual([
    'Title',
    '',
    'words',
    '    npm test',
    'More',
  ]);
});

describe('the status line', () => {
  test('is written anew, cut to the width, and taken back', () => {
    const { written, output: out } = output({ isTTY: true, columns: 8 });
    const line = new StatusLine(out, false, redactSecrets);
    line.show('abcdefghij');
    line.clear();
    expect(written).toEqual(['\r\u001B[Kabcdefg', '\r\u001B[K']);
  });

  test.each([
    ['where there is no terminal', { isTTY: false }, false],
    ['where quiet is wanted', { isTTY: true }, true],
  ])('is not there %s', (_, more, quiet) => {
    const { written, output: out } = output(more);
    const line = new StatusLine(out, quiet, redactSecrets);
    line.show('a');
    line.clear();
    expect(written).toEqual([]);
  });

  test('of a terminal without a width is cut to 79', () => {
    const { written, output: out } = output({ isTTY: true });
    new StatusLine(out, false, redactSecrets).show('x'.repeat(100));
    expect(written).toEqual([`\r\u001B[K${'x'.repeat(79)}`]);
  });
});
