// The calls that are under way. Finds them by the SDK's options, and ends a call whose response is garbage-collected.
import { type Context, context, createContextKey } from '@opentelemetry/api';
import { monotonicNow } from '@sevenstep/wire';
import { guard } from '../guard.ts';
import { collectionRegistry } from '../runtime.ts';
import type { SdkRequestOptions } from '../sdk-objects.ts';
import type { Call, CallList } from './call.ts';
import { countCall } from './calls-under-way.ts';
import { privateSlot } from './private-slot.ts';

/** The slot on the options for their call. */
const callOf = privateSlot<Call>();
/** Context key of the call, if its options do not identify it. */
const CALL = createContextKey('sevenstep call');

/** Grace period before an unread response is tracked for garbage collection. */
const SOON_MS = 100;
// The platform's timer, even if a test later replaces the global one.
const { setTimeout } = globalThis;

export class OpenCalls implements CallList {
  /**
   * The newest call; the calls form a linked list. A `Map` replaces its table as entries come and go, and each old table would
   * keep its calls until a major garbage collection.
   */
  #newest: Call | undefined;
  /** The number of calls that are found only by their context. */
  #inContext = 0;
  #size = 0;
  #sweepIsDue = false;
  /** Some edge runtimes have no registry. An unread response then leaves its call open. */
  readonly #registry: FinalizationRegistry<Call> | undefined = collectionRegistry((call) => call.collected());

  get isEmpty(): boolean {
    return this.#newest === undefined;
  }

  /** How many calls are under way. */
  get size(): number {
    return this.#size;
  }

  /** A call has started. */
  add(call: Call): void {
    this.#size += 1;
    countCall(1);
    call.older = this.#newest;
    if (this.#newest) this.#newest.newer = call;
    this.#newest = call;
    const { options } = call;
    // `client.request(options)` may get the same object twice, or a frozen one.
    call.isFoundByContext =
      callOf.get(options) !== undefined ||
      !guard('marking the options of a call', () => marked(options, call));
    if (call.isFoundByContext) this.#inContext += 1;
  }

  /** The context to run the call in. */
  contextOf(call: Call): Context {
    return call.isFoundByContext ? call.context.setValue(CALL, call) : call.context;
  }

  /** The open call with these options; in the active context, if several calls share them. */
  of(options: SdkRequestOptions): Call | undefined {
    if (this.#inContext > 0) {
      const current = context.active().getValue(CALL) as Call | undefined;
      if (current?.options === options) return current;
    }
    const call = callOf.get(options);
    return call?.isOver ? undefined : call;
  }

  /** The call has a response. If nothing ends the call before, garbage collection of `response` does. */
  responded(call: Call, response: object): void {
    call.response = response;
    this.#sweepSoon();
  }

  /** A response came and no further request follows, so the call need not be found by its options. */
  answered(call: Call): void {
    if (callOf.get(call.options) === call) callOf.set(call.options, undefined);
  }

  /** The call is over and its span waits for the SDK, which needs only microtasks. The sweep ends a longer wait. */
  closing(): void {
    this.#sweepSoon();
  }

  /** The process ends, and all calls with it. */
  interrupt(): void {
    let next = this.#newest;
    while (next) {
      const call = next;
      next = call.older;
      call.interrupted();
    }
  }

  #sweepSoon(): void {
    if (this.#sweepIsDue) return;
    this.#sweepIsDue = true;
    setTimeout(() => this.#sweep(), SOON_MS).unref?.();
  }

  /** The call is over. */
  delete(call: Call): void {
    this.#size -= 1;
    countCall(-1);
    const { older, newer } = call;
    if (newer) newer.older = older;
    else if (this.#newest === call) this.#newest = older;
    if (older) older.newer = newer;
    call.older = undefined;
    call.newer = undefined;
    if (call.isFoundByContext) this.#inContext -= 1;
    this.answered(call);
    // A registered response stays in memory until a major garbage collection.
    if (call.response === undefined) this.#registry?.unregister(call);
    call.response = undefined;
  }

  /**
   * Ends spans that waited too long for the SDK, and registers unread responses. Registering costs tens of microseconds, mostly in
   * the garbage collector: too much for a response that is read soon.
   */
  #sweep(): void {
    this.#sweepIsDue = false;
    const overdue = monotonicNow() - SOON_MS;
    let next = this.#newest;
    while (next) {
      const call = next;
      // A closed call leaves the list.
      next = call.older;
      const { endedAt, response } = call;
      if (endedAt !== undefined) {
        if (endedAt <= overdue) guard('ending the span of a call', () => call.close());
        else this.#sweepSoon();
      } else if (response !== undefined) {
        this.#registry?.register(response, call, call);
        call.response = undefined;
      }
    }
  }
}

function marked(options: SdkRequestOptions, call: Call): true {
  callOf.set(options, call);
  return true;
}
