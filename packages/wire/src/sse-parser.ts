// Parses server-sent events from bytes, for streams whose own parser we cannot observe.

export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
}

/** A longer event is reported without its data, to bound memory. */
const MAX_DATA_LENGTH = 1024 * 1024;

/** Takes chunks that may end within a character or between CR and LF, and yields the completed events. */
export class SseParser {
  readonly #decoder = new TextDecoder();
  #line = '';
  #afterCR = false;
  #event = '';
  #data: string | undefined;
  #tooLong = false;

  *push(chunk: Uint8Array): Generator<ServerSentEvent> {
    const text = this.#decoder.decode(chunk, { stream: true });
    // The previous chunk ended with CR, so a first LF does not end another line.
    let from = this.#afterCR && text.startsWith('\n') ? 1 : 0;
    if (text !== '') this.#afterCR = text.endsWith('\r');
    // Search for each only once, not again for every line.
    let feed = text.indexOf('\n', from);
    let carriage = text.indexOf('\r', from);
    while (feed >= 0 || carriage >= 0) {
      const end = feed < 0 || (carriage >= 0 && carriage < feed) ? carriage : feed;
      this.#append(text, from, end);
      from = end === carriage && feed === end + 1 ? end + 2 : end + 1;
      const event = this.#endOfLine();
      if (event) yield event;
      if (feed >= 0 && feed < from) feed = text.indexOf('\n', from);
      if (carriage >= 0 && carriage < from) carriage = text.indexOf('\r', from);
    }
    this.#append(text, from, text.length);
  }

  #append(text: string, from: number, to: number): void {
    if (this.#line.length + to - from > MAX_DATA_LENGTH) this.#tooLong = true;
    else if (to > from) this.#line += text.slice(from, to);
  }

  #endOfLine(): ServerSentEvent | undefined {
    const line = this.#line;
    this.#line = '';
    if (line === '') return this.#dispatch();
    const [, field, value = ''] = /^([^:]*):? ?(.*)/s.exec(line) ?? [];
    if (field === 'event') this.#event = value;
    if (field === 'data') this.#addData(value);
    return undefined;
  }

  #addData(value: string): void {
    const data = this.#data === undefined ? value : `${this.#data}\n${value}`;
    if (data.length > MAX_DATA_LENGTH) this.#tooLong = true;
    else this.#data = data;
  }

  #dispatch(): ServerSentEvent | undefined {
    const event = { event: this.#event, data: this.#tooLong ? '' : (this.#data ?? '') };
    const complete = this.#event !== '' && (this.#data !== undefined || this.#tooLong);
    this.#event = '';
    this.#data = undefined;
    this.#tooLong = false;
    return complete ? event : undefined;
  }
}
