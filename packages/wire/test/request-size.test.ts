// Images and documents of a request, and how large it is, each bound at its edge.
import { describe, expect, test } from 'vitest';
import { checkRequest, MAX_BODY_BYTES } from '../src/request.ts';
import { ASK, assistant, type Found, found, type Params, result, text, use, user } from './requests.ts';

describe('images and documents', () => {
  const base64 = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('base64');
  const word = (value: number): string =>
    String.fromCharCode(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
  const png = (width: number, height: number): string =>
    base64(`\x89PNG\r\n\x1a\n${word(13)}IHDR${word(width)}${word(height)}`);
  const gif = (width: number, height: number): string =>
    base64(`GIF89a${String.fromCharCode(width & 255, width >> 8, height & 255, height >> 8)}`);
  const media = (data: string, media_type: string, type = 'image'): Params => ({
    type,
    source: { type: 'base64', media_type, data },
  });
  const of = (...content: readonly Params[]): readonly Found[] => found({ messages: [user(content)] });
  const said = (message: string): readonly Found[] => [
    ['request.media', 'messages.0.content.0.source.data', `messages.0.content.0.${message}`],
  ];

  test.each<[bytes: string, type: string]>([
    ['\xff\xd8\xff\xe0', 'image/jpeg'],
    ['\x89PNG\r\n\x1a\n', 'image/png'],
    ['GIF87a', 'image/gif'],
    ['GIF89a', 'image/gif'],
    ['RIFF1234WEBPVP8 ', 'image/webp'],
  ])('the bytes %j are %s', (bytes, type) => {
    expect(of(media(base64(bytes), type))).toEqual([]);
    const other = type === 'image/png' ? 'image/gif' : 'image/png';
    expect(of(media(base64(bytes), other))).toEqual(
      said(`image.source.base64.data: Image does not match the provided media type ${other}`),
    );
  });

  test.each([
    '%PDF-1.7',
    'II*\0',
    'MM\0*',
    '1234ftypheic',
    '1234ftypmif1',
    '1234ftypavif',
    '<svg a',
    '<?xml a',
    '<!DOCTYPE html',
    '<!doctype html',
  ])('the bytes %j are no image that is taken', (bytes) => {
    expect(of(media(base64(bytes), 'image/png'))).toEqual(
      said('image.source.base64.data: Image does not match the provided media type image/png'),
    );
  });

  test('bytes that nobody knows, and a text that is no base64, are not judged', () => {
    expect(of(media(base64('anything'), 'image/png'))).toEqual([]);
    expect(of(media('%%%%', 'image/png'))).toEqual([]);
    expect(of(media(base64('GIF89a'), 'image/of_tomorrow'))).toEqual([]);
  });

  test('an address of data is no base64', () => {
    expect(of(media('data:image/png;base64,AAAA', 'image/png'))).toEqual([
      [
        'request.invalid_value',
        'messages.0.content.0.source.data',
        'messages.0.content.0.image.source.base64: invalid base64 data',
      ],
    ]);
  });

  test('a document is a PDF where it says so', () => {
    const bad = said('document.source.base64.data: The PDF specified was not valid.');
    expect(of(media(base64('%PDF-1.7'), 'application/pdf', 'document'))).toEqual([]);
    expect(of(media(base64('GIF89a'), 'application/pdf', 'document'))).toEqual(bad);
    expect(of(media(base64('anything'), 'application/pdf', 'document'))).toEqual([]);
    expect(of(media(base64('GIF89a'), 'type/of_tomorrow', 'document'))).toEqual([]);
  });

  test('the longer side has a bound', () => {
    const large = (most: number, which = ''): readonly Found[] =>
      said(
        `image.source.base64.data: At least one of the image dimensions exceed max allowed size${which}: ${most} pixels`,
      );
    const [PNG, GIF] = ['image/png', 'image/gif'];
    expect(of(media(png(8000, 8000), PNG))).toEqual([]);
    expect(of(media(png(8001, 1), PNG))).toEqual(large(8000));
    expect(of(media(png(1, 8001), PNG))).toEqual(large(8000));
    expect(of(media(png(65_536, 1), PNG))).toEqual(large(8000));
    expect(of(media(png(16_777_216, 1), PNG))).toEqual(large(8000));
    expect(of(media(gif(8000, 8000), GIF))).toEqual([]);
    // In other types there are other figures in these places.
    const filled = 'ÿ'.repeat(40);
    expect(of(media(base64(`\xff\xd8\xff${filled}`), 'image/jpeg'))).toEqual([]);
    expect(of(media(base64(`RIFF1234WEBPVP8 ${filled}`), 'image/webp'))).toEqual([]);
    expect(of(media(base64(`GIF89a\x09\0\x09\0${filled}`), GIF))).toEqual([]);
    expect(of(media(gif(8001, 1), GIF))).toEqual(large(8000));
    expect(of(media(gif(1, 8001), GIF))).toEqual(large(8000));
    // Of many images the bound is smaller.
    const [small, many] = [media(png(2001, 1), PNG), Array.from({ length: 20 }, () => media(png(9, 9), PNG))];
    expect(of(small, ...many.slice(1))).toEqual([]);
    expect(of(small, ...many)).toEqual(large(2000, ' for many-image requests'));
    expect(of(media(png(2000, 2000), PNG), ...many)).toEqual([]);
  });

  test('the bytes of an image have a bound', () => {
    const sized = (bytes: number): readonly Found[] =>
      of(media('A'.repeat(Math.ceil(((bytes + 2) * 4) / 3)), 'image/png'));
    expect(sized(5 * 1024 * 1024)).toEqual([]);
    expect(sized(5 * 1024 * 1024 + 1)).toEqual(
      said('image.source.base64: image exceeds 5 MB maximum: 5242881 bytes > 5242880 bytes'),
    );
  });

  test('how many there may be', () => {
    const many = (count: number, model: string): readonly Found[] =>
      found({
        model,
        messages: [
          user([
            { type: 'document', source: { type: 'url', url: 'https://a.example' } },
            ...Array.from({ length: count }, () => ({
              type: 'image',
              source: { type: 'url', url: 'https://a.example' },
            })),
          ]),
        ],
      });
    const over = (images: number, bound: number): readonly Found[] => [
      ['request.media', 'messages', `too many images and documents: ${images} + 1 > ${bound}`],
    ];
    expect(many(100, 'claude-haiku-4-5')).toEqual([]);
    expect(many(101, 'claude-haiku-4-5')).toEqual(over(101, 100));
    expect(many(600, 'claude-sonnet-5')).toEqual([]);
    expect(many(601, 'claude-sonnet-5')).toEqual(over(601, 600));
    expect(many(601, 'model-of-tomorrow')).toEqual(over(601, 600));
  });

  test('those in results of tools count, and what other blocks hold is not looked at', () => {
    const block = { type: 'of_tomorrow', content: [media(png(9000, 1), 'image/png')] };
    expect(found({ messages: [user([block])] })).toEqual([]);
    expect(
      found({
        messages: [
          user('a'),
          assistant([use('t1')]),
          user([result('t1', { content: [text('a'), media(png(9000, 1), 'image/png')] })]),
        ],
      }),
    ).toMatchObject([['request.media', 'messages.2.content.0.content.1.source.data', expect.anything()]]);
  });
});

describe('size', () => {
  test('32 MB of texts and names', () => {
    const sized = (bytes: number): readonly Found[] =>
      found({ model: 'model-of-tomorrow', metadata: { user_id: 'a'.repeat(bytes) } });
    // The other names and texts of the request.
    const rest =
      'model'.length +
      'model-of-tomorrow'.length +
      'max_tokens'.length +
      'messages'.length +
      'role'.length +
      'user'.length +
      'content'.length +
      'Hello'.length +
      'metadata'.length +
      'user_id'.length;
    expect(sized(MAX_BODY_BYTES - rest)).toEqual([]);
    expect(sized(MAX_BODY_BYTES - rest + 1)).toEqual([
      ['request.too_large', '', 'Request exceeds the maximum size'],
    ]);
    expect(checkRequest({ ...ASK, user: 'a'.repeat(MAX_BODY_BYTES) })).toContainEqual(
      expect.objectContaining({ status: 413, type: 'request_too_large' }),
    );
  });

  test('tokens are estimated low, of what the model reads as text', () => {
    const window = (more: Params): readonly unknown[] =>
      checkRequest({ ...ASK, model: 'claude-haiku-4-5', ...more }).map(({ path, message, certain }) => [
        path,
        message,
        certain,
      ]);
    const long = (tokens: number) => [
      ['messages', `prompt is too long: ${tokens} tokens > 200000 maximum`, false],
    ];
    // 5 characters of ASCII a token, 2 of others. The texts of the message are 2: `user`, `Hello`.
    expect(window({ system: 'a'.repeat(999_990) })).toEqual([]);
    expect(window({ system: 'a'.repeat(1_000_000) })).toEqual(long(200_002));
    expect(window({ system: 'é'.repeat(400_000) })).toEqual(long(200_002));
    expect(window({ messages: [user('a'.repeat(1_000_000))] })).toEqual(long(200_001));
    const [words, name] = ['a'.repeat(1_000_000), 'x'];
    expect(window({ tools: [{ type: 'of_tomorrow', name, description: words }] })).toHaveLength(1);
    for (const unread of ['data', 'signature', 'encrypted_content', 'id', 'tool_use_id'])
      expect(window({ messages: [user([{ type: 'of_tomorrow', [unread]: words }])] })).toEqual([]);
    expect(
      window({ messages: [user([{ type: 'of_tomorrow', source: { type: 'base64', text: words } }])] }),
    ).toEqual([]);
  });

  test('half of a surrogate pair, at its place', () => {
    const half = (path: string): Found => [
      'request.malformed_json',
      path,
      'The request body is not valid JSON: no low surrogate in string',
    ];
    expect(found({ messages: [user('a'), user([text('b'), text('\ud83d')])] })).toEqual([
      half('messages.1.content.1.text'),
    ]);
    expect(found({ stop_sequences: ['a', '\ude00'] })).toEqual([half('stop_sequences.1')]);
    expect(found({ system: '😀' })).toEqual([]);
  });
});
