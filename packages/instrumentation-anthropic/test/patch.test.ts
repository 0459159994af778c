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

describe('patching a method', () => {
  test('a second time changes nothing', () => {
    const object = target();
    patchMethod(
      object,
      'greet',
      wrapper('a'),
      observerThat(() => true),
    );
    patchMethod(
      object,
      'greet',
      wrapper('b'),
      observerThat(() => true),
    );
    expect(object.greet('you')).toBe('a(hello you)');
  });

  test('a disabled instrumentation passes calls through, and can be enabled again', () => {
    const object = target();
    const isEnabled = vi.fn(() => false);
    patchMethod(object, 'greet', wrapper('a'), observerThat(isEnabled));
    expect(object.greet('you')).toBe('hello you');
    isEnabled.mockReturnValue(true);
    expect(object.greet('you')).toBe('a(hello you)');
  });

  test('a wrapper that somebody else put on, before or after, stays', () => {
    const object = target();
    const foreign = (original: (name: string) => string) => (name: string) => `foreign(${original(name)})`;
    object.greet = foreign(object.greet);
    patchMethod(
      object,
      'greet',
      wrapper('ours'),
      observerThat(() => true),
    );
    object.greet = foreign(object.greet);
    patchMethod(
      object,
      'greet',
      wrapper('ours'),
      observerThat(() => true),
    );
    expect(object.greet('you')).toBe('foreign(ours(foreign(hello you)))');
  });

  test('name and number of parameters stay, and nothing new is enumerable', () => {
    const object = target();
    patchMethod(
      object,
      'greet',
      wrapper('a'),
      observerThat(() => true),
    );
    expect([object.greet.name, object.greet.length]).toEqual(['greet', 1]);
    expect(Object.keys(object)).toEqual(['greet']);
  });
});
