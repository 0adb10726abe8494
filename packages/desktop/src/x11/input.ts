import type { Button, DesktopInput, Locks, Point, Size } from '../desktop.js';
import { Characters } from './characters.js';
import type { Connection } from './connection.js';
import type { Extensions } from './extensions.js';
import { Guard } from './guard.js';
import type { HeldKind } from './held.js';
import { fakeButton, fakeKey, fakeMotion } from './inject.js';
import { InputQueue } from './input-queue.js';
import { type Keymap, Keysym } from './keymap.js';
import { keycodeOf } from './scancodes.js';

const BUTTONS: Readonly<Record<Button, number>> = { left: 1, middle: 2, right: 3, back: 8, forward: 9 };
/** A notch of the wheel is a click of these. */
const WHEEL = { up: 4, down: 5, left: 6, right: 7 } as const;
const NOTCH = 120;
/** Notches that one event turns at most: more is nobody's finger. */
const NOTCH_LIMIT = 32;
/** The E1 sequence of the Pause key goes on with NumLock's code, which is no NumLock then. */
const PAUSE_BEGINS = 0x21d;
const NUM_LOCK = 0x45;

/** Pointer and keyboard by XTEST. */
export class Input implements DesktopInput {
  readonly #connection: Connection;
  readonly #extensions: Extensions;
  readonly #keymap: Keymap;
  readonly #size: () => Size;
  readonly #guard: Guard;
  readonly #characters: Characters;
  readonly #queue = new InputQueue();
  readonly #keys = new Set<number>();
  readonly #buttons = new Set<number>();
  readonly #turned = { x: 0, y: 0 };
  readonly #pauseGoesOn = { down: false, up: false };

  /** @param size the screen's size as last heard */
  constructor(connection: Connection, extensions: Extensions, keymap: Keymap, size: () => Size) {
    this.#connection = connection;
    this.#extensions = extensions;
    this.#keymap = keymap;
    this.#size = size;
    this.#guard = new Guard(connection.display);
    this.#characters = new Characters(connection, keymap, {
      press: (keycode) => this.#press(keycode),
      release: (keycode) => this.#release(keycode),
      held: () => this.#keys,
      lend: (keycode) => this.#guard.hold('lent', keycode),
      giveBack: (keycode) => {
        this.#forget('lent', keycode);
      },
    });
    // Another program's grab of the whole server, as when a window is dragged, must not keep the expert's release back.
    extensions.test.requests.grab_control(1);
  }

  pointer({ x, y }: Point): void {
    this.#inTurn(() => {
      const { width, height } = this.#size();
      const within = (value: number, limit: number) => Math.max(0, Math.min(Math.round(value), limit - 1));
      fakeMotion(this.#extensions, this.#connection.root, within(x, width), within(y, height));
    });
  }

  button(button: Button, down: boolean): void {
    this.#inTurn(() => this.#button(button, down));
  }

  wheel(dx: number, dy: number): void {
    this.#inTurn(() => {
      this.#turned.x = this.#turn(this.#turned.x + dx, WHEEL.right, WHEEL.left);
      this.#turned.y = this.#turn(this.#turned.y + dy, WHEEL.up, WHEEL.down);
    });
  }

  key(scancode: number, down: boolean): void {
    this.#inTurn(() => this.#key(scancode, down));
  }

  character(codePoint: number): void {
    this.#queue.do(() => this.#characters.type(codePoint));
  }

  locks(locks: Locks): void {
    this.#inTurn(() => this.#locks(locks));
  }

  releaseAll(): void {
    this.#queue.clear();
    for (const keycode of [...this.#keys]) this.#release(keycode);
    for (const button of [...this.#buttons]) this.#releaseButton(button);
    this.#turned.x = 0;
    this.#turned.y = 0;
    this.#pauseGoesOn.down = false;
    this.#pauseGoesOn.up = false;
  }

  /** Releases everything and gives lent keys back. */
  async close(): Promise<void> {
    this.releaseAll();
    await this.#characters.close();
    this.#guard.close();
  }

  /** After a character that waits for a key to be lent, everything waits. */
  #inTurn(act: () => void): void {
    this.#queue.do(() => {
      act();
      return 0;
    });
  }

  #button(button: Button, down: boolean): void {
    const number = this.#keymap.physicalButton(BUTTONS[button]);
    if (down === this.#buttons.has(number)) return;
    if (down) {
      if (!this.#guard.hold('button', number)) return;
      this.#buttons.add(number);
      fakeButton(this.#extensions, number, true);
    } else {
      this.#releaseButton(number);
    }
  }

  #key(scancode: number, down: boolean): void {
    const direction = down ? 'down' : 'up';
    if (scancode === NUM_LOCK && this.#pauseGoesOn[direction]) {
      this.#pauseGoesOn[direction] = false;
      return;
    }
    this.#pauseGoesOn[direction] = scancode === PAUSE_BEGINS;
    const keycode = keycodeOf(scancode);
    const { minKeycode, maxKeycode } = this.#connection.setup;
    if (keycode === null || keycode < minKeycode || keycode > maxKeycode) return;
    // A repeated press is left out: the server itself repeats a key that stays pressed.
    if (!down) this.#release(keycode);
    else if (!this.#keys.has(keycode)) this.#press(keycode);
  }

  #locks(locks: Locks): void {
    const reply = this.#connection.replyNow(this.#connection.core.query_pointer(this.#connection.root));
    if (!reply) return;
    const state = reply.u16(24);
    this.#lock(Keysym.CapsLock, state, locks.caps);
    this.#lock(Keysym.NumLock, state, locks.num);
    this.#lock(Keysym.ScrollLock, state, locks.scroll);
    this.#lock(Keysym.KanaLock, state, locks.kana);
  }

  #press(keycode: number): boolean {
    if (!this.#guard.hold('key', keycode)) return false;
    this.#keys.add(keycode);
    fakeKey(this.#extensions, keycode, true);
    return true;
  }

  /** Only what Beside pressed is released: another key of this code may be under the novice's finger. */
  #release(keycode: number): void {
    if (!this.#keys.delete(keycode)) return;
    fakeKey(this.#extensions, keycode, false);
    this.#forget('key', keycode);
  }

  #releaseButton(button: number): void {
    if (!this.#buttons.delete(button)) return;
    fakeButton(this.#extensions, button, false);
    this.#forget('button', button);
  }

  /**
   * Tells the guard that something is released: once that is on its way, and never over a connection that is lost, when only
   * the guard, which has its own, can still release it.
   */
  #forget(kind: HeldKind, code: number): void {
    this.#connection.flush();
    if (!this.#connection.lost) this.#guard.release(kind, code);
  }

  /** Clicks whole notches; @returns what is left of a notch */
  #turn(rotation: number, positive: number, negative: number): number {
    const notches = Math.trunc(rotation / NOTCH);
    const button = notches > 0 ? positive : negative;
    if (notches === 0) return rotation;
    if (!this.#guard.hold('button', button)) return 0;
    for (let i = Math.min(Math.abs(notches), NOTCH_LIMIT); i > 0; i--) {
      fakeButton(this.#extensions, button, true);
      fakeButton(this.#extensions, button, false);
    }
    this.#forget('button', button);
    return rotation - notches * NOTCH;
  }

  /** Strikes a lock key when its modifier stands otherwise; a lock that has no modifier in this layout does not exist. */
  #lock(keysym: number, state: number, wanted: boolean): void {
    const modifier = this.#keymap.modifierOf(keysym);
    const keycode = this.#keymap.keycodesOf(keysym)[0];
    if (modifier === 0 || keycode === undefined || ((state & modifier) !== 0) === wanted) return;
    this.#release(keycode);
    if (this.#press(keycode)) this.#release(keycode);
  }
}
