// Checks images and documents inside the request: type, size, dimensions and number.
import type { GivenRequest } from './given-request.ts';
import { isPlainArray, isPlainObject, type Plain, type PlainObject } from './plain.ts';
import type { ReportProblem } from './problem.ts';

interface Media {
  readonly block: PlainObject;
  readonly path: string;
  readonly type: 'image' | 'document';
}

/** All images and documents, including those in tool results. */
function mediaOf({ params }: GivenRequest): readonly Media[] {
  const found: Media[] = [];
  const look = (content: Plain | undefined, path: string): void => {
    if (!isPlainArray(content)) return;
    content.forEach((block, index) => {
      if (!isPlainObject(block)) return;
      const at = `${path}.${index}`;
      if (block.type === 'image' || block.type === 'document')
        found.push({ block, path: at, type: block.type });
      else if (block.type === 'tool_result') look(block.content, `${at}.content`);
    });
  };
  if (isPlainArray(params.messages))
    params.messages.forEach((message, index) => {
      if (isPlainObject(message)) look(message.content, `messages.${index}.content`);
    });
  return found;
}

/** The bytes of each type at an offset, as one character per byte. */
const SIGNATURES: readonly (readonly [type: string, at: number, bytes: string])[] = [
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/png', 0, '\x89PNG\r\n\x1a\n'],
  ['image/gif', 0, 'GIF87a'],
  ['image/gif', 0, 'GIF89a'],
  ['image/webp', 8, 'WEBPVP8'],
  ['application/pdf', 0, '%PDF-'],
  ['image/tiff', 0, 'II*\0'],
  ['image/tiff', 0, 'MM\0*'],
  ['image/heic', 4, 'ftypheic'],
  ['image/heic', 4, 'ftypmif1'],
  ['image/avif', 4, 'ftypavif'],
  ['image/svg+xml', 0, '<svg '],
  ['image/svg+xml', 0, '<?xml '],
  ['text/html', 0, '<!DOCTYPE html'],
  ['text/html', 0, '<!doctype html'],
];

const IMAGES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];

/** The type that the bytes show; `undefined` for bytes that match no signature. */
const typeOfBytes = (bytes: string): string | undefined =>
  SIGNATURES.find(([, at, signature]) => bytes.startsWith(signature, at))?.[0];

/** The first bytes, as one character per byte. */
function bytesAtStart(data: string): string | undefined {
  try {
    return atob(data.slice(0, 64));
  } catch {
    return undefined;
  }
}

const wordAt = (bytes: string, at: number): number =>
  bytes.charCodeAt(at) * 2 ** 24 +
  bytes.charCodeAt(at + 1) * 2 ** 16 +
  bytes.charCodeAt(at + 2) * 2 ** 8 +
  bytes.charCodeAt(at + 3);

/** The longer side in pixels, if the first bytes contain it. */
function longerSide(type: string | undefined, bytes: string): number | undefined {
  if (type === 'image/png' && bytes.length >= 24) return Math.max(wordAt(bytes, 16), wordAt(bytes, 20));
  if (type === 'image/gif' && bytes.length >= 10) {
    const short = (at: number) => bytes.charCodeAt(at) + 256 * bytes.charCodeAt(at + 1);
    return Math.max(short(6), short(8));
  }
  return undefined;
}

const MOST_BYTES = 5 * 1024 * 1024;
const MOST_PIXELS = 8000;
const MOST_PIXELS_OF_MANY = 2000;
const MANY = 20;
const MOST_IMAGES = 600;
const MOST_IMAGES_SMALL_WINDOW = 100;
const SMALL_WINDOW = 200_000;

export function checkMedia(request: GivenRequest, report: ReportProblem): void {
  const media = mediaOf(request);
  const images = media.filter(({ type }) => type === 'image');
  for (const { block, path, type } of media) {
    const { source } = block;
    if (!isPlainObject(source) || source.type !== 'base64' || typeof source.data !== 'string') continue;
    const { data } = source;
    const at = `${path}.source.data`;
    const said = `${path}.${type}.source.base64`;
    if (/^data:/i.test(data)) {
      report(at, `${said}: invalid base64 data`, { id: 'request.invalid_value' });
      continue;
    }
    const bytes = bytesAtStart(data);
    const is = bytes === undefined ? undefined : typeOfBytes(bytes);
    if (type === 'document') {
      if (is !== undefined && is !== 'application/pdf' && source.media_type === 'application/pdf')
        report(at, `${said}.data: The PDF specified was not valid.`);
      continue;
    }
    const given = source.media_type;
    const isAllowed = typeof given === 'string' && IMAGES.includes(given);
    if (is !== undefined && isAllowed && is !== given) {
      report(at, `${said}.data: Image does not match the provided media type ${given}`, {
        source: 'https://github.com/anthropics/claude-code/issues/15746',
      });
    }
    // Whether the limit counts base64 or decoded bytes is unknown. The decoded bytes are fewer, so they are compared.
    const size = Math.floor((data.length * 3) / 4) - 2;
    if (size > MOST_BYTES) {
      report(at, `${said}: image exceeds 5 MB maximum: ${size} bytes > ${MOST_BYTES} bytes`);
    }
    const side = bytes === undefined ? undefined : longerSide(is, bytes);
    const most = images.length > MANY ? MOST_PIXELS_OF_MANY : MOST_PIXELS;
    if (side !== undefined && side > most) {
      const which = images.length > MANY ? ' for many-image requests' : '';
      report(
        at,
        `${said}.data: At least one of the image dimensions exceed max allowed size${which}: ${most} pixels`,
      );
    }
  }
  const bound =
    request.facts !== undefined && request.facts.contextWindow <= SMALL_WINDOW
      ? MOST_IMAGES_SMALL_WINDOW
      : MOST_IMAGES;
  if (images.length > bound) {
    report(
      'messages',
      `too many images and documents: ${images.length} + ${media.length - images.length} > ${bound}`,
    );
  }
}
