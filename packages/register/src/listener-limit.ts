// Keeps our listeners of `process` out of the number above which Node.js warns of a leak.

/**
 * Makes Node.js warn at the same number of the application's listeners as without us. Raises the limit only while a listener is
 * added that exceeds it only together with our own. A limit that stays raised would hide a later `EventEmitter.defaultMaxListeners`.
 *
 * @param own the number of our listeners by event.
 */
export function leaveListenersUncounted(own: Readonly<Record<string, number>>): void {
  let raised: { readonly from: number; readonly to: number } | undefined;
  const restore = () => {
    // The application may have set a limit since.
    if (raised?.to === process.getMaxListeners()) process.setMaxListeners(raised.from);
    raised = undefined;
  };
  process.on('newListener', (event: string | symbol) => {
    restore();
    const ours = typeof event === 'string' && Object.hasOwn(own, event) ? (own[event] ?? 0) : 0;
    const [count, limit] = [process.listenerCount(event), process.getMaxListeners()];
    // 0 is no limit.
    if (limit === 0 || count < limit || count - ours >= limit) return;
    raised = { from: limit, to: count + 1 };
    process.setMaxListeners(raised.to);
    queueMicrotask(restore);
  });
}
