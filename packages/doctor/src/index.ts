// What other programs use of the doctor: a call as lines of text.

export { type CallTrace, type Row, rowsOf, type TimedSpan, waterfall } from './calls/waterfall.ts';
export { wrap } from './terminal.ts';
