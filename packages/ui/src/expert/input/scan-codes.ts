/** Keys whose code follows E0 ([MS-RDPBCGR] 2.2.8.1.2.2.1, FASTPATH_INPUT_KBDFLAGS_EXTENDED). */
const EXTENDED = 0x100;
/** And after E1, which is how Pause begins. */
const EXTENDED_1 = 0x200;

/** Pause has no code of its own: it is sent as E1 with the left Ctrl's code, and then NumLock's. */
export const PAUSE: readonly number[] = [EXTENDED_1 | 0x1d, 0x45];

/** The letters' and signs' rows from the left, with the code of the first key; the others follow without a gap. */
const ROWS: readonly (readonly [number, string])[] = [
  [0x02, 'Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal Backspace Tab'],
  [0x10, 'KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP BracketLeft BracketRight Enter ControlLeft'],
  [0x1e, 'KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL Semicolon Quote Backquote ShiftLeft'],
  [0x2b, 'Backslash KeyZ KeyX KeyC KeyV KeyB KeyN KeyM Comma Period Slash ShiftRight NumpadMultiply AltLeft Space CapsLock'],
  [0x3b, 'F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 NumLock ScrollLock'],
  [
    0x47,
    'Numpad7 Numpad8 Numpad9 NumpadSubtract Numpad4 Numpad5 Numpad6 NumpadAdd Numpad1 Numpad2 Numpad3 Numpad0 NumpadDecimal',
  ],
  [0x56, 'IntlBackslash F11 F12 NumpadEqual'],
  [0x64, 'F13 F14 F15 F16 F17 F18 F19 F20 F21 F22 F23'],
];

const OTHERS: Readonly<Record<string, number>> = {
  Escape: 0x01,
  F24: 0x76,
  // Of Japanese, Korean and Brazilian keyboards.
  KanaMode: 0x70,
  Lang2: 0x71,
  Lang1: 0x72,
  IntlRo: 0x73,
  Lang4: 0x77,
  Lang3: 0x78,
  Convert: 0x79,
  NonConvert: 0x7b,
  IntlYen: 0x7d,
  NumpadComma: 0x7e,
  // Behind E0.
  MediaTrackPrevious: EXTENDED | 0x10,
  MediaTrackNext: EXTENDED | 0x19,
  NumpadEnter: EXTENDED | 0x1c,
  ControlRight: EXTENDED | 0x1d,
  AudioVolumeMute: EXTENDED | 0x20,
  LaunchApp2: EXTENDED | 0x21,
  MediaPlayPause: EXTENDED | 0x22,
  MediaStop: EXTENDED | 0x24,
  Eject: EXTENDED | 0x2c,
  AudioVolumeDown: EXTENDED | 0x2e,
  AudioVolumeUp: EXTENDED | 0x30,
  BrowserHome: EXTENDED | 0x32,
  NumpadDivide: EXTENDED | 0x35,
  PrintScreen: EXTENDED | 0x37,
  AltRight: EXTENDED | 0x38,
  Help: EXTENDED | 0x3b,
  Home: EXTENDED | 0x47,
  ArrowUp: EXTENDED | 0x48,
  PageUp: EXTENDED | 0x49,
  ArrowLeft: EXTENDED | 0x4b,
  ArrowRight: EXTENDED | 0x4d,
  End: EXTENDED | 0x4f,
  ArrowDown: EXTENDED | 0x50,
  PageDown: EXTENDED | 0x51,
  Insert: EXTENDED | 0x52,
  Delete: EXTENDED | 0x53,
  MetaLeft: EXTENDED | 0x5b,
  MetaRight: EXTENDED | 0x5c,
  ContextMenu: EXTENDED | 0x5d,
  Power: EXTENDED | 0x5e,
  Sleep: EXTENDED | 0x5f,
  WakeUp: EXTENDED | 0x63,
  BrowserSearch: EXTENDED | 0x65,
  BrowserFavorites: EXTENDED | 0x66,
  BrowserRefresh: EXTENDED | 0x67,
  BrowserStop: EXTENDED | 0x68,
  BrowserForward: EXTENDED | 0x69,
  BrowserBack: EXTENDED | 0x6a,
  LaunchApp1: EXTENDED | 0x6b,
  LaunchMail: EXTENDED | 0x6c,
  MediaSelect: EXTENDED | 0x6d,
};

/**
 * The places of keys, as `KeyboardEvent.code` names them (UI Events KeyboardEvent code Values, section 3), with their codes in
 * set 1 as RDP has them. Left out are {@link PAUSE}, and keys that PC keyboards never had and set 1 knows nothing of.
 */
export const SCAN_CODES: ReadonlyMap<string, number> = new Map([
  ...ROWS.flatMap(([first, names]) => names.split(' ').map((name, i) => [name, first + i] as const)),
  ...Object.entries(OTHERS),
]);
