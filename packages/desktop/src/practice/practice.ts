import { setImmediate } from 'node:timers';
import {
  type Button,
  type Capture,
  type Desktop,
  DesktopError,
  type DesktopEvents,
  type DesktopInput,
  type Locks,
  type Monitor,
  type Overlay,
  type Point,
  type Size,
} from '../desktop.js';
import type { QuestionKey } from '../overlay/answering.js';
import { Damage } from './damage.js';
import { Keyboard, keyOfCharacter } from './keyboard.js';
import { PracticeOverlay } from './overlay.js';
import { type PointerName, pointerShape } from './pointers.js';
import { Scene } from './scene.js';
import { Screen } from './screen.js';

/** Scan code of Esc. */
const ESCAPE = 0x01;
/** What a turn of the wheel by one notch is, and how many lines it scrolls. */
const NOTCH = 120;
const LINES_A_NOTCH = 3;

/** What the novice's own keys mean to a question, by scan code. */
const QUESTION_KEYS = new Map<number, QuestionKey>([
  [0x15, 'yes'], // Y
  [0x31, 'no'], // N
  [ESCAPE, 'no'],
  [0x1c, 'accept'], // Return
  [0x11c, 'accept'],
  [0x39, 'accept'], // Space
  [0x0f, 'next'], // Tab
  [0x14d, 'next'], // Right
  [0x14b, 'previous'], // Left
]);

/** A desktop that is only drawn, for computers without a display and for tests. */
export interface PracticeDesktop extends Desktop {
  /** The novice's own mouse, as far as there is one: moves to a place and clicks there with the left button. It alone reaches the overlay. */
  ownPress(at: Point): void;
  /** The novice's own keyboard: presses and releases a key; scan codes as {@link DesktopInput.key} has them. */
  ownKey(scancode: number): void;
  /** Gives the desktop another size. */
  resize(size: Size): void;
}

/** How large the practice desktop is. */
export interface PracticeOptions {
  /** Pixels; 1280 by default. */
  readonly width?: number;
  /** Pixels; 800 by default. */
  readonly height?: number;
}

/**
 * Opens a small drawn desktop with a few windows that react to mouse and keys. It is the same every time, and its
 * picture changes by input alone.
 *
 * @throws RangeError when a side is not a whole number of pixels from 1 to 16384
 */
export async function openPractice(options: PracticeOptions, events: DesktopEvents): Promise<PracticeDesktop> {
  return new Practice(checked({ width: options.width ?? 1280, height: options.height ?? 800 }), events);
}

function checked(size: Size): Size {
  for (const side of [size.width, size.height]) {
    if (!Number.isInteger(side) || side < 1 || side > 16384) {
      throw new RangeError(`a practice desktop of ${size.width} x ${size.height}: each side is a whole number from 1 to 16384`);
    }
  }
  return size;
}

class Practice implements PracticeDesktop {
  readonly name = 'practice desktop';
  readonly overlay: Overlay;
  readonly input: DesktopInput = {
    pointer: (at) => this.#act(() => this.#pointer(at)),
    button: (button, down) => this.#act(() => this.#button(button, down)),
    wheel: (_dx, dy) => this.#act(() => this.#wheel(dy)),
    key: (scancode, down) => this.#act(() => this.#key(scancode, down)),
    character: (codePoint) => this.#act(() => this.#character(codePoint)),
    locks: (locks: Locks) => this.#act(() => this.#keyboard.locks(locks)),
    releaseAll: () => this.#act(() => this.#releaseAll()),
  };

  readonly #events: DesktopEvents;
  readonly #keyboard = new Keyboard();
  readonly #ownKeyboard = new Keyboard();
  readonly #scene: Scene;
  readonly #overlay: PracticeOverlay;
  #screen: Screen;
  #damage: Damage;
  #damageTold = false;
  #pointerName: PointerName | null = null;
  #clipboard: string | null = null;
  #turned = 0;
  #closed = false;

  constructor(size: Size, events: DesktopEvents) {
    this.#events = events;
    this.#screen = new Screen(size);
    this.#damage = new Damage(size);
    this.#damage.add({ x: 0, y: 0, ...size });
    this.#scene = new Scene(size, {
      changed: (area) => this.#damage.add(area),
      clipboard: () => this.#clipboard,
      copy: (text) => {
        this.#clipboard = text;
        this.#tell(() => events.clipboardChanged(text));
      },
    });
    this.#overlay = new PracticeOverlay(size, {
      changed: (area) => {
        this.#damage.add(area);
        this.#tellDamage();
      },
      barPressed: (id) => this.#tell(() => events.barPressed(id)),
    });
    this.overlay = this.#overlay;
    this.#act(() => {});
  }

  get size(): Size {
    return this.#screen.size;
  }

  get monitors(): readonly Monitor[] {
    return [{ name: 'practice', primary: true, x: 0, y: 0, ...this.size }];
  }

  async capture(): Promise<Capture> {
    if (this.#closed) throw new DesktopError('lost', 'the practice desktop is closed');
    const damage = this.#damage.take();
    this.#damageTold = false;
    for (const area of damage) {
      this.#screen.redraw(area, (context, piece) => {
        this.#scene.paint(context, piece);
        this.#overlay.paint(context, piece);
      });
    }
    const { size, pixels, stride } = this.#screen;
    return { ...size, pixels, stride, damage };
  }

  async clipboard(): Promise<string | null> {
    return this.#clipboard;
  }

  setClipboard(text: string): void {
    this.#clipboard = text;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#overlay.close();
  }

  ownPress(at: Point): void {
    this.#act(() => {
      this.#scene.movePointer(at);
      this.#tellPointer();
      if (this.#overlay.press(this.#scene.pointer)) return;
      this.#scene.button('left', true);
      this.#scene.button('left', false);
    });
  }

  ownKey(scancode: number): void {
    this.#act(() => {
      if (scancode === ESCAPE) this.#tell(() => this.#events.escapePressed());
      const key = this.#ownKeyboard.press(scancode);
      this.#ownKeyboard.release(scancode);
      if (!this.#overlay.key(QUESTION_KEYS.get(scancode)) && key) this.#scene.key(key);
    });
  }

  resize(size: Size): void {
    this.#act(() => {
      this.#screen = new Screen(checked(size));
      this.#damage = new Damage(size);
      this.#damage.add({ x: 0, y: 0, ...size });
      this.#scene.resize(size);
      this.#overlay.resize(size);
      this.#tell(() => this.#events.resized(this.size, this.monitors));
    });
  }

  #pointer(at: Point): void {
    const { x, y } = this.#scene.pointer;
    this.#scene.movePointer(at);
    if (x !== this.#scene.pointer.x || y !== this.#scene.pointer.y) this.#tellPointer();
  }

  #button(button: Button, down: boolean): void {
    if (!down || !this.#overlay.covers(this.#scene.pointer)) this.#scene.button(button, down);
  }

  #wheel(dy: number): void {
    // A fine wheel turns less than a notch at a time.
    this.#turned += dy * LINES_A_NOTCH;
    const lines = Math.trunc(this.#turned / NOTCH);
    this.#turned -= lines * NOTCH;
    if (lines !== 0 && !this.#overlay.covers(this.#scene.pointer)) this.#scene.scroll(lines);
  }

  #key(scancode: number, down: boolean): void {
    if (!down) {
      this.#keyboard.release(scancode);
      return;
    }
    const key = this.#keyboard.press(scancode);
    if (key && !this.#overlay.asking) this.#scene.key(key);
  }

  #character(codePoint: number): void {
    const key = keyOfCharacter(codePoint);
    if (key && !this.#overlay.asking) this.#scene.key(key);
  }

  #releaseAll(): void {
    this.#keyboard.releaseAll();
    this.#scene.letGo();
  }

  /** Does something to the desktop, then tells what of it is to be told. */
  #act(change: () => void): void {
    if (this.#closed) return;
    change();
    this.#tellDamage();
    const name = this.#scene.pointerName;
    if (name === this.#pointerName) return;
    this.#pointerName = name;
    this.#tell(() => this.#events.pointerChanged(pointerShape(name)));
  }

  #tellPointer(): void {
    const at = this.#scene.pointer;
    this.#tell(() => this.#events.pointerMoved(at));
  }

  #tellDamage(): void {
    if (this.#damageTold || this.#damage.empty) return;
    this.#damageTold = true;
    this.#tell(() => this.#events.damaged());
  }

  /** Tells later, on the event loop: a listener may call the desktop, and must not be called from inside such a call. */
  #tell(event: () => void): void {
    setImmediate(() => {
      if (!this.#closed) event();
    });
  }
}
