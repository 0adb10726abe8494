import type { PageInput } from 'beside/protocol';
import { Keyboard, type KeyOutcome, type KeyStroke } from './keyboard.js';
import { locksOf } from './locks.js';
import { type Point, PointerInput } from './pointer.js';
import { Wheel } from './wheel.js';

/** What is done with the expert's keyboard and pointer. */
export interface InputTaker {
  /** Takes input in its order; called with some. */
  send(input: readonly PageInput[]): void;
  /** The pixel of the novice's desktop at a place of the page, in CSS pixels from its corner. */
  pointAt(clientX: number, clientY: number): Point;
  /** The person wants the keyboard back: puts the focus elsewhere. */
  leave(): void;
}

/** Keys that give the keyboard back to the page, as in Windows' Remote Desktop: everything else goes to the other computer. */
const LEAVE = { code: 'Home', ctrl: true, alt: true };

/**
 * Sends what the expert does with pointer and keyboard on the picture.
 *
 * @param picture gets the pointer
 * @param keys gets the keyboard while it has the focus; a text field, since input methods write in those alone
 * @returns the undo, which lets go of everything that is held
 */
export function bindInput(picture: HTMLElement, keys: HTMLTextAreaElement, taker: InputTaker): () => void {
  const mac = navigator.platform.startsWith('Mac');
  const keyboard = new Keyboard({ mac });
  const pointer = new PointerInput();
  const wheel = new Wheel();
  const undo = new AbortController();
  const { signal } = undo;
  let frame = 0;

  const send = (input: readonly PageInput[]) => {
    if (input.length > 0) taker.send(input);
  };
  const release = () => {
    send([...pointer.flush(), ...pointer.releaseAll(), ...keyboard.releaseAll()]);
    wheel.reset();
  };
  const onFrame = () => {
    frame = 0;
    send(pointer.flush());
  };
  const onPointer = (event: PointerEvent) => {
    send(pointer.to(taker.pointAt(event.clientX, event.clientY), event.buttons));
    if (pointer.moved && frame === 0) frame = requestAnimationFrame(onFrame);
  };
  const onKey = (event: KeyboardEvent, outcome: KeyOutcome) => {
    event.stopPropagation();
    if (outcome.taken) event.preventDefault();
    // What was typed comes after where it was pointed to.
    if (outcome.input.length > 0) send([...pointer.flush(), ...outcome.input]);
  };

  picture.addEventListener(
    'pointerdown',
    (event) => {
      keys.focus({ preventScroll: true });
      picture.setPointerCapture(event.pointerId);
      send(keyboard.locks(locksOf(event, mac)));
      onPointer(event);
    },
    { signal },
  );
  picture.addEventListener('pointermove', onPointer, { signal });
  picture.addEventListener('pointerup', onPointer, { signal });
  picture.addEventListener('pointercancel', () => send(pointer.releaseAll()), { signal });
  picture.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      send([...pointer.flush(), ...wheel.turn(event)]);
    },
    { signal, passive: false },
  );
  // The browser's own: menu, back and forward by the mouse, middle click, the focus away from the text field, dragging the picture.
  for (const type of ['contextmenu', 'mousedown', 'mouseup', 'auxclick', 'dragstart']) {
    picture.addEventListener(type, (event) => event.preventDefault(), { signal });
  }

  keys.addEventListener(
    'keydown',
    (event) => {
      if (event.code === LEAVE.code && event.ctrlKey === LEAVE.ctrl && event.altKey === LEAVE.alt) {
        event.preventDefault();
        event.stopPropagation();
        release();
        taker.leave();
      } else onKey(event, keyboard.down(strokeOf(event, mac)));
    },
    { signal },
  );
  keys.addEventListener('keyup', (event) => onKey(event, keyboard.up(strokeOf(event, mac))), { signal });
  const written = (text: string) => {
    keys.value = '';
    send(keyboard.text(text));
  };
  keys.addEventListener('compositionend', ({ data }) => written(data), { signal });
  keys.addEventListener(
    'input',
    (event) => {
      // Keys that are sent never get here. What does is of a screen keyboard, an emoji picker, a dead key.
      const { isComposing, inputType, data } = event as InputEvent;
      if (!isComposing && inputType === 'insertText') written(data ?? '');
    },
    { signal },
  );
  keys.addEventListener('paste', (event) => event.preventDefault(), { signal });
  keys.addEventListener('blur', release, { signal });
  addEventListener('blur', release, { signal });

  return () => {
    release();
    cancelAnimationFrame(frame);
    undo.abort();
  };
}

function strokeOf(event: KeyboardEvent, mac: boolean): KeyStroke {
  return {
    code: event.code,
    key: event.key,
    ctrl: event.ctrlKey,
    alt: event.altKey,
    meta: event.metaKey,
    altGraph: event.getModifierState('AltGraph'),
    composing: event.isComposing,
    locks: locksOf(event, mac),
  };
}
