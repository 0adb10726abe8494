import type { InputEvent } from './input.js';

/** pointerFlags ([MS-RDPBCGR] 2.2.8.1.1.3.1.1.3). */
const Pointer = {
  horizontalWheel: 0x0400,
  wheel: 0x0200,
  negative: 0x0100,
  rotation: 0x00ff,
  move: 0x0800,
  down: 0x8000,
  left: 0x1000,
  right: 0x2000,
  middle: 0x4000,
} as const;
/** pointerFlags of extended mouse events ([MS-RDPBCGR] 2.2.8.1.1.3.1.1.4). */
const Extended = { down: 0x8000, back: 0x0001, forward: 0x0002 } as const;
/** toggleFlags ([MS-RDPBCGR] 2.2.8.1.1.3.1.1.5). */
const Lock = { scroll: 1, num: 2, caps: 4, kana: 8 } as const;

/** In {@link InputEvent}'s scan codes. */
export const EXTENDED_KEY = 0x100;
export const EXTENDED_1_KEY = 0x200;

type Emit = (event: InputEvent) => void;
type PointerEvent = Extract<InputEvent, { type: 'pointer' | 'button' | 'wheel' }>;

/** What fast-path and slow-path mouse events mean: they carry the same flags. */
export function mouseEvents(flags: number, x: number, y: number, emit: Emit): void {
  if ((flags & (Pointer.wheel | Pointer.horizontalWheel)) !== 0) {
    // The nine bits of the rotation are a two's complement number of which `negative` is the sign.
    const rotation = (flags & Pointer.rotation) - ((flags & Pointer.negative) !== 0 ? 0x100 : 0);
    emit({ type: 'wheel', axis: (flags & Pointer.wheel) !== 0 ? 'vertical' : 'horizontal', rotation });
    return;
  }
  if ((flags & Pointer.move) !== 0) emit({ type: 'pointer', x, y });
  const down = (flags & Pointer.down) !== 0;
  if ((flags & Pointer.left) !== 0) emit({ type: 'button', button: 'left', down, x, y });
  if ((flags & Pointer.right) !== 0) emit({ type: 'button', button: 'right', down, x, y });
  if ((flags & Pointer.middle) !== 0) emit({ type: 'button', button: 'middle', down, x, y });
}

/** What extended mouse events mean. */
export function extendedMouseEvents(flags: number, x: number, y: number, emit: Emit): void {
  const down = (flags & Extended.down) !== 0;
  if ((flags & Extended.back) !== 0) emit({ type: 'button', button: 'back', down, x, y });
  if ((flags & Extended.forward) !== 0) emit({ type: 'button', button: 'forward', down, x, y });
}

/** What a synchronise event means. */
export function locksEvent(flags: number): InputEvent {
  return {
    type: 'locks',
    scroll: (flags & Lock.scroll) !== 0,
    num: (flags & Lock.num) !== 0,
    caps: (flags & Lock.caps) !== 0,
    kana: (flags & Lock.kana) !== 0,
  };
}

/** A mouse event as it goes over the wire. */
export interface MouseFields {
  readonly extended: boolean;
  readonly flags: number;
  readonly x: number;
  readonly y: number;
}

/** The other way round, for a client. A wheel event has no place: the server's pointer is where it last was. */
export function mouseFields(event: PointerEvent): MouseFields {
  if (event.type === 'pointer') return { extended: false, flags: Pointer.move, x: event.x, y: event.y };
  if (event.type === 'wheel') {
    const rotation = Math.max(-0x100, Math.min(0xff, event.rotation)) & (Pointer.negative | Pointer.rotation);
    return {
      extended: false,
      flags: (event.axis === 'vertical' ? Pointer.wheel : Pointer.horizontalWheel) | rotation,
      x: 0,
      y: 0,
    };
  }
  const { button, down, x, y } = event;
  if (button === 'back' || button === 'forward') {
    return { extended: true, flags: Extended[button] | (down ? Extended.down : 0), x, y };
  }
  return { extended: false, flags: Pointer[button] | (down ? Pointer.down : 0), x, y };
}

/** The toggle flags of a `locks` event. */
export function lockFlags(event: Extract<InputEvent, { type: 'locks' }>): number {
  return (
    (event.scroll ? Lock.scroll : 0) | (event.num ? Lock.num : 0) | (event.caps ? Lock.caps : 0) | (event.kana ? Lock.kana : 0)
  );
}
