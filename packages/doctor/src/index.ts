// What other programs use of the doctor: a call as lines of text.
export { wrap } from './terminal.ts';
export { type CallTrace, type Row, rowsOf, type TimedSpan, waterfall } from './waterfall.ts';
