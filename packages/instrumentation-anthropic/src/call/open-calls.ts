// The calls that are under way. The SDK's options lead to them. They end at the latest when their response is garbage-collected.
import { type Context, context, createContextKey } from '@opentelemetry/api';
import { monotonicNow } from '@sevenstep/wire';
import { guard } from '../guard.ts';
import { collectionRegistry } from '../runtime.ts';
import type { SdkRequestOptions } from '../sdk-objects.ts';
import type { Call, CallList } from './call.ts';
import { countCall } from './calls-under-way.ts';
import { privateSlot } from './private-slot.ts';

/** On options: the call that is made with them. */
const callOf = privateSlot<Call>();
/** In the context of a call: which it is, where its options do not tell. */
const CALL = createContextKey('sevenstep call');

/** Grace period before an unread response is tracked for garbage collection. */
const SOON_MS = 100;
// That of the platform, whatever clock a test puts in its place.
const { setTimeout } = globalThis;

export class OpenCalls implements CallList {
  /**
   * The newest of a list that calls are linked in. In a `Map` whose entries come and go, outgrown tables would keep each call
   * until the old heap is searched.
   */
  #newest: Call | undefined;
  /** How many calls only their context tells. */
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
    // `client.request(options)` may be called again with the same object, which may be frozen, too.
    call.isFoundByContext =
      callOf.get(options) !== undefined ||
      !guard('marking the options of a call', () => marked(options, call));
    if (call.isFoundByContext) this.#inContext += 1;
  }

  /** The context that the call is to run in. */
  contextOf(call: Call): Context {
    return call.isFoundByContext ? call.context.setValue(CALL, call) : call.context;
  }

  /** The call that is made with these options, here and now. */
  of(options: SdkRequestOptions): Call | undefined {
    if (this.#inContext > 0) {
      const current = context.active().getValue(CALL) as Call | undefined;
      if (current?.options === options) return current;
    }
    const call = callOf.get(options);
    return call?.isOver ? undefined : call;
  }

  /** The call has a response, and is over at the latest when that is collected. */
  responded(call: Call, response: object): void {
    call.response = response;
    this.#sweepSoon();
  }

  /** A response came, and no other request of the call follows: its options do not lead to it any more. */
  answered(call: Call): void {
    if (callOf.get(call.options) === call) callOf.set(call.options, undefined);
  }

  /** The call is over and its span waits for the SDK: for microtasks, then no longer. */
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
    // A registered response lives on until the old heap is searched.
    if (call.response === undefined) this.#registry?.unregister(call);
    call.response = undefined;
  }

  /**
   * Ends spans whose wait for the SDK was too long, and registers responses. A registry costs tens of microseconds, most of it in
   * the garbage collector: too much for a response that is soon read.
   */
  #sweep(): void {
    this.#sweepIsDue = false;
    const overdue = monotonicNow() - SOON_MS;
    let next = this.#newest;
    while (next) {
      const call = next;
      // One that is closed leaves the list.
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
