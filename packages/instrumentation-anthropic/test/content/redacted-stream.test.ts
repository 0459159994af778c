// The application's redaction and the cap of a stream: whichever comes first, no secret is left.
import { expect, test } from 'vitest';
import { ContentAccumulator } from '../../src/content/accumulate.ts';
import { outputMessages } from '../../src/content/messages.ts';
import { recordedContent, requestContent, spanContent } from '../../src/content/serialize.ts';

test('a secret that the cap of a stream runs through is gone, too', () => {
  const redactContent = (text: string) => text.replaceAll('123-45-6789', '[ssn]');
  for (let cap = 3_000; cap < 3_012; cap += 1) {
    const accumulator = new ContentAccumulator(cap);
    const event = (type: string, fields: object) => accumulator.event({ type, index: 0, ...fields });
    event('message_start', { message: { role: 'assistant' } });
    event('content_block_start', { content_block: { type: 'text', text: '' } });
    for (let i = 0; i < 500; i += 1) {
      event('content_block_delta', { delta: { type: 'text_delta', text: '123-45' } });
      event('content_block_delta', { delta: { type: 'text_delta', text: '-6789 ' } });
    }
    const content = { ...requestContent({}), output: outputMessages(accumulator.message()) };
    const json = spanContent(recordedContent(content, { redactContent }))['gen_ai.output.messages'];
    expect(json).toContain('[ssn] [ssn]');
    expect(json).toMatch(/…\[\d+ characters left out\]/);
    expect(json).not.toContain('123');
  }
});
