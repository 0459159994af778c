// The notes of the policies. They are counted, and written on the span of the user's question, where Jaeger shows them.
import { type Attributes, trace } from '@opentelemetry/api';

export type Note = 'retry' | 'hedge' | 'fallback' | 'continue' | 'breaker opens' | 'breaker closes';

export class Notes {
  readonly counts: Map<Note, number> = new Map();

  add(note: Note, attributes: Attributes): void {
    this.counts.set(note, (this.counts.get(note) ?? 0) + 1);
    trace.getActiveSpan()?.addEvent(note, attributes);
  }
}
