// A tool loop that does not end.
import { clip, count } from '../texts/format.ts';
import type { Pattern } from './pattern.ts';

export const toolLoopRunaway: Pattern = {
  id: 'response.tool_loop_runaway',
  severity: 'warning',
  action: 'review_output',
  retryable: false,
  summary: (figures) =>
    `One trace has ${count(figures.count)} rounds of tool use${figures.what === '' ? '' : ', the same request over and over'}`,
  cause:
    'Each round sends the whole conversation again. A loop that makes no progress costs more with every turn.',
  fix: 'Cap the rounds with `max_iterations` of the tool runner or your own counter. Stop when a tool is called again with the same input.',
  evidence: (figures) => [
    `${count(figures.count)} rounds`,
    ...(figures.what === '' ? [] : [clip(figures.what, 80)]),
  ],
  confirm: 'Open the trace: the same tool, with the same input, again and again.',
  fixedBy: { by: 'setting', sample: 'toolRounds', then: 'healthy' },
  sources: ['G4'],
};
