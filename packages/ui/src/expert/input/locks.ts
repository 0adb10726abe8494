/** How the lock keys stand. */
export interface LockStates {
  readonly scroll: boolean;
  readonly num: boolean;
  readonly caps: boolean;
  readonly kana: boolean;
}

/**
 * What an event of the keyboard says of the lock keys.
 *
 * @param mac a Mac's keyboard, which has no Num Lock: its keypad writes digits always
 */
export function locksOf(event: { getModifierState(key: string): boolean }, mac: boolean): LockStates {
  return {
    scroll: event.getModifierState('ScrollLock'),
    num: mac || event.getModifierState('NumLock'),
    caps: event.getModifierState('CapsLock'),
    // Browsers do not tell it.
    kana: false,
  };
}

export function sameLocks(a: LockStates, b: LockStates): boolean {
  return a.scroll === b.scroll && a.num === b.num && a.caps === b.caps && a.kana === b.kana;
}
