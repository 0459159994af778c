// Reads OTLP's spans and log records during parsing. The resource and scope of an item are known only when both have arrived.
import { KEPT } from '../bounds.ts';

/** A span or a log record, with its resource and scope. */
export interface Surrounded {
  readonly value: unknown;
  readonly group: string;
  readonly resource: unknown;
  readonly scope: unknown;
}

/** The position of a part of the document. */
interface Place {
  /** The group that shares one resource. */
  readonly group: string;
  /** The part of the group that shares one scope; empty for the resource. */
  readonly scope: string;
}

interface Known {
  readonly value: unknown;
}

/** Holds the items of one group until its resource and scopes are known, which may follow the items. */
export class OtlpGroups {
  #place: Place = { group: '', scope: '' };
  #resource: Known | undefined;
  #scope: Known | undefined;
  #waiting: { readonly value: unknown; scope: Known | undefined }[] = [];
  /** The number of items whose scope is known. */
  #scoped = 0;

  /** @returns the items that this completes */
  read(place: Place, part: 'resource' | 'scope' | 'item', value: unknown): readonly Surrounded[] {
    const before = place.group === this.#place.group ? [] : this.rest();
    if (place.scope !== '' && place.scope !== this.#place.scope) this.#endScope();
    this.#place = { ...place, scope: place.scope || this.#place.scope };
    if (part === 'resource') this.#resource = { value };
    else if (part === 'scope') this.#scopeIs({ value });
    else {
      this.#waiting.push({ value, scope: this.#scope });
      if (this.#scope !== undefined) this.#scoped = this.#waiting.length;
    }
    if (this.#waiting.length > KEPT.waitingWhole) return [...before, ...this.#take(this.#waiting.length)];
    return this.#resource === undefined ? before : [...before, ...this.#take(this.#scoped)];
  }

  /** The remaining items at the end of the group. Their resource or scope may be missing. */
  rest(): readonly Surrounded[] {
    const items = this.#take(this.#waiting.length);
    this.#place = { group: '', scope: '' };
    this.#resource = undefined;
    this.#scope = undefined;
    return items;
  }

  #endScope(): void {
    this.#scopeIs({ value: undefined });
    this.#scope = undefined;
  }

  #scopeIs(scope: Known): void {
    this.#scope = scope;
    for (const one of this.#waiting.slice(this.#scoped)) one.scope = scope;
    this.#scoped = this.#waiting.length;
  }

  #take(count: number): Surrounded[] {
    const resource = this.#resource?.value;
    const { group } = this.#place;
    this.#scoped = Math.max(0, this.#scoped - count);
    return this.#waiting
      .splice(0, count)
      .map(({ value, scope }) => ({ value, group, resource, scope: scope?.value }));
  }
}
