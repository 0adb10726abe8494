import type { EventEmitter } from 'node:events';

/** Listeners that are taken off together. */
export class Listeners {
  readonly #undo: (() => void)[] = [];

  /** @returns what takes this one off before the others */
  on<Args extends unknown[]>(emitter: EventEmitter, event: string, listener: (...args: Args) => void): () => void {
    emitter.on(event, listener as (...args: unknown[]) => void);
    const undo = () => void emitter.off(event, listener as (...args: unknown[]) => void);
    this.#undo.push(undo);
    return undo;
  }

  clear(): void {
    for (const undo of this.#undo.splice(0)) undo();
  }
}
