/** A place on the desktop: whole pixels, origin at the top left corner of the whole desktop. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels; `x` and `y` are the top left corner, `width` and `height` at least 1. */
export interface Rect extends Point, Size {}

/** One screen of the desktop. */
export interface Monitor extends Rect {
  /** The system's name of it ("HDMI-1"); stable while it stays plugged in. */
  readonly name: string;
  readonly primary: boolean;
}

/** The desktop's picture, as `capture` found it. */
export interface Capture extends Size {
  /** Rows top down, 4 bytes a pixel: blue, green, red, unused. Owned by the desktop and overwritten by the next capture. */
  readonly pixels: Uint8Array;
  /** Bytes from one row to the next. */
  readonly stride: number;
  /** What may have changed since the capture before: everything on the first one and after a new size. Never overlapping, inside the picture. */
  readonly damage: readonly Rect[];
}

/** The picture of the pointer. */
export interface PointerShape extends Size {
  /** The pixel of the shape that points. */
  readonly hot: Point;
  /** Rows top down, 4 bytes a pixel: blue, green, red, alpha (straight, not premultiplied); `width * 4` bytes a row. */
  readonly pixels: Uint8Array;
}

export type Button = 'left' | 'right' | 'middle' | 'back' | 'forward';

export interface Locks {
  readonly scroll: boolean;
  readonly num: boolean;
  readonly caps: boolean;
  readonly kana: boolean;
}

/**
 * Pointer and keyboard of the desktop, as the expert moves them. Nothing here asks whether it may: `assist`'s novice
 * decides that before it calls. No method throws for what the desktop cannot do (a key it does not have); it does nothing.
 */
export interface DesktopInput {
  pointer(at: Point): void;
  button(button: Button, down: boolean): void;
  /** Turns the wheel by `dx` (positive: right) and `dy` (positive: up, away from the person), in 1/120 of a notch. */
  wheel(dx: number, dy: number): void;
  /** A key by its place: PC scan code set 1, plus 0x100 for the extended ones (after E0), 0x200 for Pause (after E1). */
  key(scancode: number, down: boolean): void;
  /** One character, typed whole, whether or not the present layout has it. */
  character(codePoint: number): void;
  /** Makes the lock keys stand so. */
  locks(locks: Locks): void;
  /** Releases every key and button that this desktop's input still holds. */
  releaseAll(): void;
}

/** A question to the novice, in a window above all others. */
export interface Question {
  readonly title: string;
  /** Lines of plain text, already made safe to show. */
  readonly lines: readonly string[];
  /** Labels of the two equal answers. */
  readonly yes: string;
  readonly no: string;
}

/** The small bar that stands on the novice's desktop while somebody sees it. */
export interface Bar {
  readonly text: string;
  /** A button each, in this order. */
  readonly buttons: readonly { readonly id: string; readonly label: string }[];
  /** True while somebody controls the desktop: the bar and frame say so by colour. */
  readonly alarming: boolean;
}

/**
 * Windows of Beside on the novice's desktop, above all others. What is pressed in them counts only if it came from a
 * device of the novice and not from injected input (docs/security.md); everything else is ignored.
 */
export interface Overlay {
  /**
   * Shows a question until it is answered or `signal` aborts.
   *
   * @returns the novice's answer, or 'withdrawn' once `signal` aborts or the desktop is lost
   */
  ask(question: Question, signal: AbortSignal): Promise<'yes' | 'no' | 'withdrawn'>;
  /** Shows, changes or (null) takes away the bar. Its presses arrive as {@link DesktopEvents.barPressed}. */
  bar(bar: Bar | null): void;
  /** Shows or takes away the coloured frame around the desktop; `alarming` as in {@link Bar}. */
  frame(frame: { readonly alarming: boolean } | null): void;
}

/** What a desktop tells. Called on the event loop, never from inside a call to the desktop, and never after `close`. */
export interface DesktopEvents {
  /** Something changed since the last capture. Told once until the next capture. */
  damaged(): void;
  /** The desktop has a new size or other monitors; the next capture has it. */
  resized(size: Size, monitors: readonly Monitor[]): void;
  pointerMoved(at: Point): void;
  /** The pointer looks different; null: it is hidden. */
  pointerChanged(shape: PointerShape | null): void;
  /** The clipboard holds other text; null: it holds no text. Not told for `setClipboard`. */
  clipboardChanged(text: string | null): void;
  /** The novice pressed Esc on a keyboard of their own, whichever window has the focus. */
  escapePressed(): void;
  /** A button of the overlay's bar was pressed by the novice. */
  barPressed(id: string): void;
  /** The desktop is gone (its server ended, the person logged off). Nothing works after it except `close`. */
  lost(error: Error): void;
}

/** A computer's screen, pointer, keyboard, clipboard and overlay. One backend a folder; all pass `test/compliance.ts`. */
export interface Desktop {
  /** For people and logs: "X11 display :0". */
  readonly name: string;
  readonly size: Size;
  readonly monitors: readonly Monitor[];
  readonly input: DesktopInput;
  readonly overlay: Overlay;
  /**
   * Takes the picture, as far as it changed. One at a time: a call while one runs is a programming error.
   *
   * @returns the picture; see {@link Capture} for how long it is valid
   * @throws DesktopError `lost` when the desktop is gone
   */
  capture(): Promise<Capture>;
  /** Text in the clipboard, or null when there is none. */
  clipboard(): Promise<string | null>;
  setClipboard(text: string): void;
  /** Releases what is held, takes overlay windows away, and lets go of the system. Can be called twice. */
  close(): Promise<void>;
}

export type DesktopErrorCode =
  /** The system has no display that can be opened. */
  | 'no-display'
  /** The display is there but refuses this program. */
  | 'not-allowed'
  /** A library or server extension that is needed is missing. */
  | 'missing-part'
  /** The desktop was there and is gone. */
  | 'lost';

/** Why a desktop cannot be used; the message says what to do. */
export class DesktopError extends Error {
  override readonly name = 'DesktopError';
  /** Stable. */
  readonly code: DesktopErrorCode;

  constructor(code: DesktopErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
