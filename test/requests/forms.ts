// Parts of the requests in the tests.

export type Params = Readonly<Record<string, unknown>>;

/** Base64 of bytes given as text, one character a byte. */
export const base64 = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('base64');

const word = (value: number): string =>
  String.fromCharCode(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);

/** The beginning of a PNG of this size. */
export const png = (width: number, height: number): string =>
  base64(`\x89PNG\r\n\x1a\n${word(13)}IHDR${word(width)}${word(height)}\x08\x02\0\0\0`);
export const JPEG: string = base64('\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0');
export const GIF: string = base64('GIF89a\x0a\0\x0a\0\x80\0\0\0\0\0\xff\xff\xff!');
export const WEBP: string = base64('RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0\x30\x01\0\x9d\x01\x2a');
export const PDF: string = base64('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj');

export const user = (content: unknown): Params => ({ role: 'user', content });
export const assistant = (content: unknown): Params => ({ role: 'assistant', content });
export const text = (words: string, more: Params = {}): Params => ({ type: 'text', text: words, ...more });
export const image = (data: string, mediaType: string, more: Params = {}): Params => ({
  type: 'image',
  source: { type: 'base64', media_type: mediaType, data },
  ...more,
});
export const MARK: Params = { type: 'ephemeral' };

export const schema = (properties: Params = {}, more: Params = {}): Params => ({
  type: 'object',
  properties,
  ...more,
});
export const tool = (name: string, more: Params = {}): Params => ({
  name,
  description: `Does what ${name} says`,
  input_schema: schema({ place: { type: 'string' } }, { required: ['place'] }),
  ...more,
});
export const use = (id: string, name = 'lookup', more: Params = {}): Params => ({
  type: 'tool_use',
  id,
  name,
  input: { place: 'Bern' },
  ...more,
});
export const result = (id: string, content: unknown = '18 degrees', more: Params = {}): Params => ({
  type: 'tool_result',
  tool_use_id: id,
  ...(content !== undefined && { content }),
  ...more,
});

/** The smallest request there is. */
export const ASK: Params = {
  model: 'claude-sonnet-5',
  max_tokens: 512,
  messages: [user('What grows in the shade?')],
};

/** A round of a tool: use, result, answer. */
export const ROUND: readonly Params[] = [
  user('How warm is it there?'),
  assistant([text('I look it up.'), use('toolu_01A')]),
  user([result('toolu_01A')]),
];
