/** What the client's keyboard and mouse did, from fast-path and slow-path input alike. */
export type InputEvent =
  /** Scan code set 1, plus 0x100 for extended (E0) and 0x200 for E1 keys. */
  | { readonly type: 'key'; readonly scancode: number; readonly down: boolean }
  /** A UTF-16 code unit; surrogate pairs arrive as two events. */
  | { readonly type: 'unicode'; readonly unit: number; readonly down: boolean }
  | { readonly type: 'pointer'; readonly x: number; readonly y: number }
  | {
      readonly type: 'button';
      readonly button: 'left' | 'right' | 'middle' | 'back' | 'forward';
      readonly down: boolean;
      readonly x: number;
      readonly y: number;
    }
  /** Rotation in 1/120 of a notch; positive: up or right. */
  | { readonly type: 'wheel'; readonly axis: 'vertical' | 'horizontal'; readonly rotation: number }
  | { readonly type: 'locks'; readonly scroll: boolean; readonly num: boolean; readonly caps: boolean; readonly kana: boolean };
