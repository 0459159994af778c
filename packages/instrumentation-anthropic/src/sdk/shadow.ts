// Shadows an inherited member on one object with a member that is not enumerable.

/** Sets `target[name]` on the object itself: configurable, writable, not enumerable. */
export function shadow(target: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable: false });
}
