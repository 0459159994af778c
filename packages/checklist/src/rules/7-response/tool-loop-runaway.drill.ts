// A tool runner that is asked for one more tool, turn after turn.
import type { Drill } from '@sevenstep/anthropic-simulator';

const faults = [{ answer: { toolUse: { name: 'look', input: {} } } }];
const params = { tools: [{ name: 'look', input_schema: { type: 'object' } }] };

export const toolLoopRunawayDrill: Drill = {
  title: 'An agent asks for one more tool, turn after turn',
  faults,
  calls: [{ method: 'tool-runner', params, maxIterations: 25 }],
};

export const toolLoopRunawayNearMisses: readonly Drill[] = [
  { title: 'One turn less', faults, calls: [{ method: 'tool-runner', params, maxIterations: 24 }] },
  {
    title: 'As many turns, in several loops',
    faults,
    calls: [{ method: 'tool-runner', params, maxIterations: 9, times: 3 }],
  },
  { title: 'As many calls that use a tool, each by itself', faults, calls: [{ params, times: 30 }] },
];
