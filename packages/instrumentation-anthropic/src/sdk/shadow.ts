// Puts a member of our own before an inherited one, on one object, where nobody who enumerates it sees it.

/** Sets `target[name]` on the object itself: configurable, writable, not enumerable. */
export function shadow(target: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable: false });
}
