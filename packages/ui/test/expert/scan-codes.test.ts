import { expect, test } from 'vitest';
import { PAUSE, SCAN_CODES } from '../../src/expert/input/scan-codes.js';

/** UI Events KeyboardEvent code Values, sections 3.1 to 3.6. */
const ALPHANUMERIC =
  'Backquote Backslash BracketLeft BracketRight Comma Digit0 Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Equal ' +
  'IntlBackslash IntlRo IntlYen KeyA KeyB KeyC KeyD KeyE KeyF KeyG KeyH KeyI KeyJ KeyK KeyL KeyM KeyN KeyO KeyP KeyQ KeyR KeyS KeyT ' +
  'KeyU KeyV KeyW KeyX KeyY KeyZ Minus Period Quote Semicolon Slash AltLeft AltRight Backspace CapsLock ContextMenu ControlLeft ' +
  'ControlRight Enter MetaLeft MetaRight ShiftLeft ShiftRight Space Tab Convert KanaMode Lang1 Lang2 Lang3 Lang4 NonConvert';
const CONTROL_AND_ARROWS = 'Delete End Help Home Insert PageDown PageUp ArrowDown ArrowLeft ArrowRight ArrowUp';
const KEYPAD =
  'NumLock Numpad0 Numpad1 Numpad2 Numpad3 Numpad4 Numpad5 Numpad6 Numpad7 Numpad8 Numpad9 NumpadAdd NumpadComma NumpadDecimal ' +
  'NumpadDivide NumpadEnter NumpadEqual NumpadMultiply NumpadSubtract';
const FUNCTIONS =
  'Escape F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12 F13 F14 F15 F16 F17 F18 F19 F20 F21 F22 F23 F24 PrintScreen ScrollLock';
const MEDIA =
  'BrowserBack BrowserFavorites BrowserForward BrowserHome BrowserRefresh BrowserSearch BrowserStop Eject LaunchApp1 LaunchApp2 ' +
  'LaunchMail MediaPlayPause MediaSelect MediaStop MediaTrackNext MediaTrackPrevious Power Sleep AudioVolumeDown AudioVolumeMute ' +
  'AudioVolumeUp WakeUp';

test('every key of the specification that set 1 has a code for is in the table, and no other', () => {
  const specified = [ALPHANUMERIC, CONTROL_AND_ARROWS, KEYPAD, FUNCTIONS, MEDIA].flatMap((names) => names.split(' '));
  expect([...SCAN_CODES.keys()].sort()).toEqual(specified.sort());
});

test('no two keys have one code', () => {
  const codes = [...SCAN_CODES.values()];
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.every((code) => code > 0 && code < 0x200)).toBe(true);
});

test.each([
  ['Escape', 0x01],
  ['Digit0', 0x0b],
  ['Backspace', 0x0e],
  ['Tab', 0x0f],
  ['KeyP', 0x19],
  ['Enter', 0x1c],
  ['ControlLeft', 0x1d],
  ['KeyL', 0x26],
  ['Backquote', 0x29],
  ['ShiftLeft', 0x2a],
  ['Backslash', 0x2b],
  ['ShiftRight', 0x36],
  ['NumpadMultiply', 0x37],
  ['AltLeft', 0x38],
  ['Space', 0x39],
  ['CapsLock', 0x3a],
  ['F10', 0x44],
  ['NumLock', 0x45],
  ['ScrollLock', 0x46],
  ['NumpadSubtract', 0x4a],
  ['NumpadAdd', 0x4e],
  ['NumpadDecimal', 0x53],
  ['IntlBackslash', 0x56],
  ['F12', 0x58],
  ['NumpadEqual', 0x59],
  ['F13', 0x64],
  ['F23', 0x6e],
  ['F24', 0x76],
  ['NumpadEnter', 0x11c],
  ['NumpadDivide', 0x135],
  ['AltRight', 0x138],
  ['Delete', 0x153],
  ['MetaLeft', 0x15b],
])('%s is %i', (name, code) => {
  expect(SCAN_CODES.get(name)).toBe(code);
});

test('Pause is the sequence that keyboards send: E1 1D, 45', () => {
  expect(PAUSE).toEqual([0x21d, 0x45]);
});
