// The data of each event, without its name.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const streamWithoutEventsDrill: RuleDrill = {
  title: 'A relay leaves out the event lines of a stream',
  faults: [
    {
      when: { stream: true },
      response: {
        status: 200,
        headers: { 'content-type': 'text/event-stream' },
        body: 'data: {"type":"ping"}\n\ndata: {"type":"message_stop"}\n\n',
      },
    },
  ],
  call: { method: 'create-streamed' },
  nearMiss: {
    title: 'The events have their names, and the last one is missing',
    at: 'faults.0.response.body',
    is: 'event: ping\ndata: {"type":"ping"}\n\nevent: content_block_stop\ndata: {"type":"content_block_stop","index":0}\n\n',
    verdict: 'response.stream_incomplete',
  },
};
