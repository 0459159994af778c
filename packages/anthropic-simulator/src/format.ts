// Formats the output of the command: a line per journal entry, and the list of named faults.
import type { JournalEntry } from './journal.ts';
import { NAMED_FAULT_TITLES } from './script/named-faults.ts';

type Style = 'red' | 'green' | 'yellow' | 'dim' | 'bold';

const CODES: Readonly<Record<Style, readonly [number, number]>> = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  dim: [2, 22],
  bold: [1, 22],
};

type Paint = (style: Style, text: string) => string;

const painter =
  (colour: boolean): Paint =>
  (style, text) =>
    colour ? `\u001b[${CODES[style][0]}m${text}\u001b[${CODES[style][1]}m` : text;

/** The request, its fault and its answer: `#2 POST /v1/messages claude-… attempt 2 | 529 | 529 overloaded_error, 3 ms`. */
export function formatEntry(entry: JournalEntry, colour: boolean): string {
  const paint = painter(colour);
  const came = [`#${entry.ordinal}`, entry.method, printable(entry.path)];
  if (entry.model !== undefined) came.push(printable(entry.model));
  if (entry.stream) came.push('streamed');
  came.push(`attempt ${entry.attempt}`);
  const got = [
    [entry.status, entry.errorType && printable(entry.errorType)]
      .filter((part) => part !== undefined)
      .join(' '),
    entry.outcome === 'answered' ? '' : entry.outcome.replace('_', ' '),
    entry.eventsSent.length > 0 ? `${entry.eventsSent.length} events, last ${entry.eventsSent.at(-1)}` : '',
    printable(entry.requestId ?? ''),
    `${Math.round(entry.durationMs)} ms`,
  ];
  const isWell = entry.outcome === 'answered' && entry.status !== undefined && entry.status < 400;
  return [
    came.join(' '),
    entry.fault === undefined ? paint('dim', 'no fault') : paint('yellow', printable(entry.fault)),
    paint(isWell ? 'green' : 'red', got.filter((part) => part !== '').join(', ')),
  ].join(paint('dim', ' | '));
}

/** The named faults, one a line. */
export function formatFaults(colour: boolean): string {
  const paint = painter(colour);
  const rows = Object.entries(NAMED_FAULT_TITLES);
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, title]) => `${paint('bold', name.padEnd(width))}  ${title}\n`).join('');
}

/** A script's text for our own output: without control or format characters, and cut. */
const printable = (text: string): string => text.slice(0, 120).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');
