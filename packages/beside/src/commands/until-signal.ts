const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs something that the first signal ends in an orderly way, as the person's own word for it does; a second one is left to the system.
 *
 * @param run gets what aborts at the signal
 */
export async function untilSignal<T>(run: (end: AbortSignal) => Promise<T>): Promise<T> {
  const end = new AbortController();
  const stop = () => end.abort();
  for (const signal of SIGNALS) process.once(signal, stop);
  try {
    return await run(end.signal);
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
  }
}
