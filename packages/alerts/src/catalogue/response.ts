// Alerts for step 7: responses that are incomplete, unusable, or too expensive.
import type { Alert } from './alert.ts';
import { ALL_CALLS, calls, diagnoses, MODEL, streams, tokens } from './traffic.ts';
import { HOUR, MINUTE } from './units.ts';

export const responseAlerts: readonly Alert[] = [
  {
    name: 'AnthropicStreamsInterrupted',
    severity: 'ticket',
    watches: 'the share of streams that broke on their way, by how they ended',
    condition: ({ interruptedShare, minimumFailures }) => ({
      kind: 'ratio',
      part: {
        of: 'anthropic.client.stream.outcomes',
        where: {
          // An API error and the application's deadline have other causes, with their own diagnoses.
          'anthropic.stream.outcome': ['interrupted', 'incomplete', 'malformed'],
        },
      },
      whole: { of: 'anthropic.client.stream.outcomes' },
      window: 15 * MINUTE,
      above: interruptedShare,
      atLeast: minimumFailures,
    }),
    by: ['anthropic.stream.outcome'],
    for: 5 * MINUTE,
    why: 'Five minutes: a deployment of the application or of a proxy breaks the open streams once, and that needs no alert.',
    summary: '{service.name}: {value} of streams in {window} ended as {anthropic.stream.outcome}',
    doFirst: 'Look for an idle timeout of 30, 60 or 100 s between the application and the API.',
    rule: 'response.stream_interrupted',
    action: 'fix_network',
    fires: [
      {
        series: [streams(9, 'completed'), streams(1, 'interrupted')],
        labels: { 'anthropic.stream.outcome': 'interrupted' },
        value: '10%',
      },
      // One stream a minute at night.
      {
        series: [streams(1, 'interrupted')],
        labels: { 'anthropic.stream.outcome': 'interrupted' },
        value: '100%',
      },
    ],
    quiet: [
      {
        because: 'the application itself stops streams',
        series: [streams(9, 'completed'), streams(3, 'abandoned'), streams(3, 'timeout')],
      },
      {
        because: 'the API ends streams with an error, which has nothing to do with the network',
        series: [streams(9, 'completed'), streams(3, 'error_event')],
      },
      { because: 'only two streams break', series: [streams(0.12, 'interrupted')] },
    ],
    drill: {
      call: {
        title: 'Three of ten streams break after three deltas',
        faults: [{ when: { probability: 0.3 }, stream: { after: { deltas: 3 }, then: 'reset' } }],
        call: { method: 'create-streamed' },
      },
      also: ['AnthropicErrorsBurnFast'],
      panels: ['stream-outcomes', 'errors-by-step', 'first-chunk', 'per-chunk'],
    },
  },
  {
    name: 'AnthropicToolLoopRunaway',
    severity: 'ticket',
    watches: 'tool loops that do not end',
    condition: ({ runawayLoops }) => ({
      kind: 'count',
      part: {
        of: 'anthropic.client.diagnoses',
        where: { 'anthropic.diagnosis.id': ['response.tool_loop_runaway'] },
      },
      window: 10 * MINUTE,
      atLeast: runawayLoops,
    }),
    by: ['anthropic.diagnosis.id', 'anthropic.diagnosis.action'],
    for: 0,
    why: 'The processor reports a loop once, after many rounds, so a wait shows nothing new.',
    summary:
      '{service.name}: endless tool loops in {window}: {value} ({anthropic.diagnosis.id}, {anthropic.diagnosis.action})',
    doFirst: 'Cap the rounds. Each one sends the whole conversation again.',
    fires: [
      {
        series: [calls(10), diagnoses(1, 'response.tool_loop_runaway', 7, 'warning', 'review_output')],
        labels: {
          'anthropic.diagnosis.id': 'response.tool_loop_runaway',
          'anthropic.diagnosis.action': 'review_output',
        },
        value: '10',
      },
    ],
    quiet: [
      {
        because: 'the model refuses, which is not a loop',
        series: [calls(100), diagnoses(1, 'response.refusal', 7, 'warning', 'review_output')],
      },
    ],
    drill: {
      call: {
        title: 'An agent asks for one more tool, turn after turn',
        faults: [{ answer: { toolUse: { name: 'look', input: {} } } }],
        call: {
          method: 'tool-runner',
          params: { tools: [{ name: 'look', input_schema: { type: 'object' } }] },
          maxIterations: 25,
        },
      },
      panels: ['errors-by-step', 'errors-by-diagnosis', 'tokens'],
    },
  },
  {
    name: 'AnthropicRefusals',
    severity: 'ticket',
    watches: 'the share of calls that the model declined to answer',
    condition: ({ refusalShare, minimumFailures }) => ({
      kind: 'ratio',
      part: {
        of: 'anthropic.client.diagnoses',
        where: { 'anthropic.diagnosis.id': ['response.refusal'] },
      },
      whole: ALL_CALLS,
      window: HOUR,
      above: refusalShare,
      atLeast: minimumFailures,
    }),
    by: ['anthropic.diagnosis.id', 'anthropic.diagnosis.action'],
    for: 10 * MINUTE,
    why: 'Ten minutes: the window is an hour, and one conversation full of refusals needs no ticket.',
    summary:
      '{service.name}: the model declined {value} of calls in {window}: {anthropic.diagnosis.id}, {anthropic.diagnosis.action}',
    doFirst:
      'Find what changed in prompts or in user input. Handle a refusal as a result, and start the turn again.',
    fires: [
      {
        series: [calls(10), diagnoses(1, 'response.refusal', 7, 'warning', 'review_output')],
        labels: {
          'anthropic.diagnosis.id': 'response.refusal',
          'anthropic.diagnosis.action': 'review_output',
        },
        value: '10%',
      },
    ],
    quiet: [
      {
        because: 'the share is below the threshold',
        series: [calls(100), diagnoses(1, 'response.refusal', 7, 'warning', 'review_output')],
      },
      {
        because: 'there are only two refusals',
        series: [calls(0.03), diagnoses(0.03, 'response.refusal', 7, 'warning', 'review_output')],
      },
    ],
    drill: {
      call: {
        title: 'The model declines three of ten',
        faults: [{ when: { probability: 0.3 }, answer: { text: '', stopReason: 'refusal' } }],
      },
      panels: ['errors-by-step', 'errors-by-diagnosis'],
    },
  },
  {
    name: 'AnthropicAnswersCutOff',
    severity: 'ticket',
    watches: 'the share of calls whose answer was cut off at `max_tokens`',
    condition: ({ cutOffShare, minimumFailures }) => ({
      kind: 'ratio',
      part: {
        of: 'anthropic.client.diagnoses',
        where: { 'anthropic.diagnosis.id': ['response.max_tokens'] },
      },
      whole: ALL_CALLS,
      window: HOUR,
      above: cutOffShare,
      atLeast: minimumFailures,
    }),
    by: ['anthropic.diagnosis.id', 'anthropic.diagnosis.action'],
    for: 10 * MINUTE,
    why: 'Ten minutes: the window is an hour, and one long document needs no ticket.',
    summary:
      '{service.name}: {value} of answers in {window} were cut off: {anthropic.diagnosis.id}, {anthropic.diagnosis.action}',
    doFirst: 'Raise `max_tokens`, ask for shorter answers, or continue the answers that were cut off.',
    fires: [
      {
        series: [calls(10), diagnoses(2, 'response.max_tokens', 7, 'warning', 'fix_request')],
        labels: {
          'anthropic.diagnosis.id': 'response.max_tokens',
          'anthropic.diagnosis.action': 'fix_request',
        },
        value: '20%',
      },
    ],
    quiet: [
      {
        because: 'the share is below the threshold',
        series: [calls(100), diagnoses(2, 'response.max_tokens', 7, 'warning', 'fix_request')],
      },
      {
        because: 'only two answers are cut',
        series: [calls(0.03), diagnoses(0.03, 'response.max_tokens', 7, 'warning', 'fix_request')],
      },
    ],
    drill: {
      call: {
        title: 'Three of ten answers are cut off',
        faults: [{ when: { probability: 0.3 }, answer: { stopReason: 'max_tokens' } }],
      },
      panels: ['errors-by-step', 'errors-by-diagnosis'],
    },
  },
  {
    name: 'AnthropicTokenSpend',
    severity: 'ticket',
    watches: 'input and output tokens, by model',
    condition: ({ tokensPerHour }) => ({
      kind: 'count',
      part: { of: 'gen_ai.client.inference.usage.input_tokens', measure: 'sum' },
      plus: { of: 'gen_ai.client.inference.usage.output_tokens', measure: 'sum' },
      window: HOUR,
      atLeast: tokensPerHour,
    }),
    by: ['gen_ai.request.model'],
    for: 10 * MINUTE,
    why: 'Ten minutes, so that the alert on a tool loop comes first and inhibits this one.',
    summary: '{service.name}: {value} tokens of {gen_ai.request.model} in {window}',
    doFirst:
      'Open Tokens on the dashboard: are there more calls, or larger ones? Look for a loop, and for prompts that are not cached.',
    rule: 'response.tool_loop_runaway',
    action: 'review_output',
    dependsOn: ['AnthropicToolLoopRunaway'],
    fires: [
      {
        series: [tokens(10, 50_000)],
        labels: { 'gen_ai.request.model': MODEL },
        value: '30M',
      },
    ],
    quiet: [{ because: 'calls use fewer tokens', series: [tokens(10, 5_000)] }],
    drill: {
      call: {
        title: 'Each call reads 200 000 tokens',
        faults: [{ answer: { usage: { input_tokens: 200_000, output_tokens: 50 } } }],
      },
      panels: ['tokens', 'tokens-hour', 'tokens-per-call'],
    },
  },
];
