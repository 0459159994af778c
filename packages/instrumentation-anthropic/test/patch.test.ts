// A patched method passes calls through, keeps what it was, and leaves other people's wrappers alone.
import { describe, expect, test, vi } from 'vitest';
import type { CallObserver } from '../src/call-observer.ts';
import { patchMethod } from '../src/patch.ts';

const observerThat = (isEnabled: () => boolean): CallObserver => ({ isEnabled }) as CallObserver;

function target() {
  return { greet: (name: string) => `hello ${name}` };
}
const wrapper =
  (mark: string) =>
  (original: (name: string) => string, observer: () => unknown): ((name: string) => string) =>
  (name) =>
    observer() ? `${mark}(${original(name)})` : original(name);

const always = () => true;
const patchGreet = (object: ReturnType<typeof target>, mark: string, isEnabled = always) =>
  patchMethod(object, 'greet', wrapper(mark), observerThat(isEnabled));

describe('patching a method', () => {
  test('a second time changes nothing', () => {
    const object = target();
    patchGreet(object, 'a');
    patchGreet(object, 'b');
    expect(object.greet('you')).toBe('a(hello you)');
  });

  test('a disabled instrumentation passes calls through, and can be enabled again', () => {
    const object = target();
    const isEnabled = vi.fn(() => false);
    patchGreet(object, 'a', isEnabled);
    expect(object.greet('you')).toBe('hello you');
    isEnabled.mockReturnValue(true);
    expect(object.greet('you')).toBe('a(hello you)');
  });

  test('a wrapper that somebody else put on, before or after, stays', () => {
    const object = target();
    const foreign = (original: (name: string) => string) => (name: string) => `foreign(${original(name)})`;
    object.greet = foreign(object.greet);
    patchGreet(object, 'ours');
    object.greet = foreign(object.greet);
    patchGreet(object, 'ours');
    expect(object.greet('you')).toBe('foreign(ours(foreign(hello you)))');
  });

  test('name and number of parameters stay, and nothing new is enumerable', () => {
    const object = target();
    patchGreet(object, 'a');
    expect([object.greet.name, object.greet.length]).toEqual(['greet', 1]);
    expect(Object.keys(object)).toEqual(['greet']);
  });
});
