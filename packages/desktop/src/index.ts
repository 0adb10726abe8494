/**
 * One interface to a computer's screen, pointer, keyboard, clipboard and overlay windows.
 *
 * @packageDocumentation
 */
export * from './desktop.js';
export { waitingPicture } from './drawing/waiting.js';
export { openPractice, type PracticeDesktop, type PracticeOptions } from './practice/practice.js';
export { openX11, type X11Options } from './x11/index.js';
