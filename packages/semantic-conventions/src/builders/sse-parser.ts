// Server-sent events from bytes as they pass, for streams that nobody parses where we could listen.

export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
}

/** An event longer than this is reported without its data: what passes by is not kept. */
const MAX_DATA_LENGTH = 1024 * 1024;

/** Takes chunks cut anywhere, also inside a character or between CR and LF, and gives the events they complete. */
export class SseParser {
  readonly #decoder = new TextDecoder();
  #line = '';
  #afterCR = false;
  #event = '';
  #data: string | undefined;
  #tooLong = false;

  *push(chunk: Uint8Array): Generator<ServerSentEvent> {
    for (const part of this.#decoder.decode(chunk, { stream: true }).split(/(\r\n|\r|\n)/)) {
      if (part !== '\r' && part !== '\n' && part !== '\r\n') {
        if (part !== '') this.#afterCR = false;
        this.#append(part);
        continue;
      }
      // The LF of a CR LF that was cut in two ends nothing.
      const rest = part === '\n' && this.#afterCR;
      this.#afterCR = part === '\r';
      if (rest) continue;
      const event = this.#endOfLine();
      if (event) yield event;
    }
  }

  #append(text: string): void {
    if (this.#line.length + text.length > MAX_DATA_LENGTH) this.#tooLong = true;
    else this.#line += text;
  }

  #endOfLine(): ServerSentEvent | undefined {
    const line = this.#line;
    this.#line = '';
    if (line === '') return this.#dispatch();
    const [, field, value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
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
