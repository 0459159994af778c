// OTLP's spans and log records as they are parsed: which resource and scope one has is known when both have come.
import { KEPT } from '../bounds.ts';

/** A span or a log record, with what surrounds it. */
export interface Surrounded {
  readonly value: unknown;
  readonly group: string;
  readonly resource: unknown;
  readonly scope: unknown;
}

/** Where a part of the document is. */
interface Place {
  /** The group, which has one resource. */
  readonly group: string;
  /** The part of the group that has one scope; empty for the resource. */
  readonly scope: string;
}

interface Known {
  readonly value: unknown;
}

/** Holds the items of one group until its resource and their scopes are known, which may follow the items. */
export class OtlpGroups {
  #place: Place = { group: '', scope: '' };
  #resource: Known | undefined;
  #scope: Known | undefined;
  #waiting: { readonly value: unknown; scope: Known | undefined }[] = [];
  /** How many of them have their scope. */
  #scoped = 0;

  /** @returns the items that it completes */
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

  /** The items whose surroundings do not come: the group is at its end. */
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
