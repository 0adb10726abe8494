import type { Extensions } from './extensions.js';

const KEY_PRESS = 2;
const KEY_RELEASE = 3;
const BUTTON_PRESS = 4;
const BUTTON_RELEASE = 5;
const MOTION = 6;
/** At once, and on the window's own screen. */
const NOW = 0;
const ANY = 0;

/** XTEST's FakeInput for a key. */
export function fakeKey({ test }: Pick<Extensions, 'test'>, keycode: number, down: boolean): void {
  test.requests.fake_input(down ? KEY_PRESS : KEY_RELEASE, keycode, NOW, ANY, 0, 0, 0);
}

/** XTEST's FakeInput for a physical button. */
export function fakeButton({ test }: Pick<Extensions, 'test'>, button: number, down: boolean): void {
  test.requests.fake_input(down ? BUTTON_PRESS : BUTTON_RELEASE, button, NOW, ANY, 0, 0, 0);
}

/** XTEST's FakeInput for the pointer's place on a screen. */
export function fakeMotion({ test }: Pick<Extensions, 'test'>, root: number, x: number, y: number): void {
  test.requests.fake_input(MOTION, 0, NOW, root, x, y, 0);
}
