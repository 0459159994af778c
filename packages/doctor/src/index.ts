// The doctor's API for other programs: a call as lines of text.

export { type CallTrace, type Row, rowsOf, type TimedSpan, waterfall } from './calls/waterfall.ts';
export { wrap } from './terminal.ts';
