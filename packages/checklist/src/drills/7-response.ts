// The drills of step 7, response: for each rule the situation that shows it, and its near miss.
import type { RuleDrill } from './near-miss.ts';

export const responseDrills: Readonly<Record<string, RuleDrill>> = {
  'response.context_window': {
    title: 'The answer is cut off at the end of the context window',
    faults: [
      {
        answer: {
          text: 'To sum up, the first',
          stopReason: 'model_context_window_exceeded',
          usage: { input_tokens: 199990, output_tokens: 10 },
        },
      },
    ],
    nearMiss: {
      title: 'max_tokens ends the answer',
      at: 'faults.0.answer.stopReason',
      is: 'max_tokens',
      diagnosis: 'response.max_tokens',
    },
  },
  'response.empty': {
    title: 'The answer is empty',
    faults: [{ answer: { text: '', usage: { output_tokens: 2 } } }],
    call: { method: 'create-streamed' },
    nearMiss: {
      title: 'The answer has one character',
      at: 'faults.0.answer.text',
      is: '4',
      diagnosis: undefined,
    },
  },
  'response.interrupted': {
    title: 'The body of an answer breaks off',
    faults: [
      {
        response: {
          status: 200,
          headers: { 'content-type': 'application/json', 'content-length': '4096', connection: 'close' },
          body: '{"id":"msg_01","type":"message","role":"assistant","content":[',
        },
      },
    ],
    call: { maxRetries: 0 },
    nearMiss: {
      title: 'The whole body arrives, and is not JSON',
      at: 'faults.0.response.headers.content-length',
      is: '62',
      diagnosis: 'endpoint.malformed_response',
    },
  },
  'response.max_tokens': {
    title: 'The answer is cut off at max_tokens',
    faults: [
      {
        answer: {
          text: 'Once upon a',
          stopReason: 'max_tokens',
          usage: { input_tokens: 25, output_tokens: 16 },
        },
      },
    ],
    call: { params: { max_tokens: 16 } },
    nearMiss: {
      title: 'The answer ends by itself, with as many tokens as allowed',
      at: 'faults.0.answer.stopReason',
      is: 'end_turn',
      diagnosis: undefined,
    },
  },
  'response.paused': {
    title: 'A long turn is paused',
    faults: [{ answer: { text: 'Let me look further.', stopReason: 'pause_turn' } }],
    nearMiss: {
      title: 'The turn is handed back for a tool of the application',
      at: 'faults.0.answer.stopReason',
      is: 'tool_use',
      diagnosis: undefined,
    },
  },
  'response.refusal': {
    title: 'The model refuses',
    faults: [{ answer: { text: "I can't help with that.", stopReason: 'refusal' } }],
    nearMiss: {
      title: 'The same words come with end_turn',
      at: 'faults.0.answer.stopReason',
      is: 'end_turn',
      diagnosis: undefined,
    },
  },
  'response.slow_consumer': {
    title: 'The application reads the stream slowly',
    call: { method: 'create-streamed', pauseBetweenEventsMs: 100 },
    // The default is many seconds.
    thresholds: { slowConsumerSeconds: 0.05 },
    nearMiss: {
      title: 'The wait is shorter than the threshold',
      at: 'thresholds.slowConsumerSeconds',
      is: 60,
      diagnosis: undefined,
    },
  },
  'response.stream_abandoned': {
    title: 'The application stops reading the stream',
    call: { method: 'create-streamed', stopAfterEvents: 3 },
    nearMiss: {
      title: 'The application reads to the end',
      at: 'call.stopAfterEvents',
      diagnosis: undefined,
    },
  },
  'response.stream_error': {
    title: 'An error event ends a stream',
    faults: [
      {
        stream: {
          after: { deltas: 2 },
          then: 'error',
          error: { type: 'api_error', message: 'Internal server error' },
        },
      },
    ],
    call: { method: 'create-streamed' },
    nearMiss: {
      title: 'The error event is about load',
      at: 'faults.0.stream.error.type',
      is: 'overloaded_error',
      diagnosis: 'service.overloaded',
    },
  },
  'response.stream_incomplete': {
    title: 'A stream ends without message_stop',
    faults: [{ stream: { after: { events: 4 }, then: 'end' } }],
    call: { method: 'create-streamed' },
    nearMiss: {
      title: 'The connection breaks in place of a clean end',
      at: 'faults.0.stream.then',
      is: 'reset',
      diagnosis: 'response.stream_interrupted',
    },
  },
  'response.stream_interrupted': {
    title: 'A stream is cut mid-way',
    faults: [{ stream: { after: { events: 4 }, then: 'reset' } }],
    call: { method: 'create-streamed' },
    nearMiss: {
      title: 'The reset comes after the last event',
      at: 'faults.0.stream.after.events',
      is: 500,
      diagnosis: undefined,
    },
  },
  'response.stream_malformed': {
    title: 'A stream has an event that is not JSON',
    faults: [{ stream: { after: { events: 4 }, then: 'garbage' } }],
    call: { method: 'create-streamed' },
    nearMiss: {
      title: 'The stream ends at that point',
      at: 'faults.0.stream.then',
      is: 'end',
      diagnosis: 'response.stream_incomplete',
    },
  },
  'response.stream_stalled': {
    title: 'A stream falls silent and goes on',
    faults: [{ stream: { after: { deltas: 1 }, then: 'stall', stallMs: 300 } }],
    call: { method: 'create-streamed' },
    // The default is 30 s.
    thresholds: { streamStalledSeconds: 0.2 },
    nearMiss: {
      title: 'The silence is shorter than the threshold',
      at: 'thresholds.streamStalledSeconds',
      is: 60,
      diagnosis: undefined,
    },
  },
  'response.stream_timeout': {
    title: "The application's deadline passes in the middle of a stream",
    faults: [{ stream: { after: { deltas: 1 }, then: 'stall', stallMs: 2_000 } }],
    call: { method: 'create-streamed', deadlineMs: 1_000 },
    nearMiss: {
      title: 'The application waits without a deadline',
      at: 'call.deadlineMs',
      diagnosis: undefined,
    },
  },
};
