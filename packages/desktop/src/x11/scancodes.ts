/**
 * PC scan codes, set 1, to the key codes of X servers on Linux, which are the kernel's (linux/input-event-codes.h) plus 8.
 * Plain codes up to F10 and the keypad are the same number in the kernel; the tables have the others.
 */
const KERNEL_OFFSET = 8;
const LAST_SAME = 0x58;

const PLAIN: Readonly<Record<number, number>> = {
  84: 99, // SysRq, which PrintScreen becomes with Alt
  89: 117, // keypad =
  100: 183, // F13
  101: 184,
  102: 185,
  103: 186,
  104: 187,
  105: 188,
  106: 189,
  107: 190,
  108: 191,
  109: 192,
  110: 193, // F23
  112: 93, // Katakana/Hiragana
  115: 89, // Ro (ABNT C1)
  118: 194, // F24
  121: 92, // Henkan
  123: 94, // Muhenkan
  125: 124, // Yen
  126: 121, // keypad , (ABNT C2)
};

const EXTENDED: Readonly<Record<number, number>> = {
  16: 165, // previous track
  25: 163, // next track
  28: 96, // keypad Enter
  29: 97, // right Ctrl
  32: 113, // mute
  33: 140, // calculator
  34: 164, // play or pause
  36: 166, // stop playing
  46: 114, // volume down
  48: 115, // volume up
  50: 172, // browser home
  53: 98, // keypad /
  55: 99, // PrintScreen
  56: 100, // right Alt
  70: 119, // Break, which Pause becomes with Ctrl
  71: 102, // Home
  72: 103, // up
  73: 104, // PageUp
  75: 105, // left
  77: 106, // right
  79: 107, // End
  80: 108, // down
  81: 109, // PageDown
  82: 110, // Insert
  83: 111, // Delete
  91: 125, // left Windows
  92: 126, // right Windows
  93: 127, // menu
  94: 116, // power
  95: 142, // sleep
  99: 143, // wake
  101: 217, // search
  102: 156, // bookmarks
  103: 173, // refresh
  104: 128, // stop loading
  105: 159, // forward
  106: 158, // back
  107: 157, // my computer
  108: 155, // mail
  109: 226, // media
};

const PAUSE = 119;

/**
 * The X key code of a key by its place.
 *
 * @param scancode as `DesktopInput.key` has it
 * @returns null for keys that no keyboard has
 */
export function keycodeOf(scancode: number): number | null {
  const code = scancode & 0xff;
  let kernel: number | undefined;
  if (scancode >= 0x200) kernel = PAUSE;
  else if (scancode >= 0x100) kernel = EXTENDED[code];
  else kernel = PLAIN[code] ?? (code > 0 && code <= LAST_SAME ? code : undefined);
  return kernel === undefined ? null : kernel + KERNEL_OFFSET;
}

/** Every key code that {@link keycodeOf} gives. */
export const SCANCODE_KEYCODES: ReadonlySet<number> = new Set(
  [...Array.from({ length: LAST_SAME }, (_, index) => index + 1), ...Object.values(PLAIN), ...Object.values(EXTENDED), PAUSE].map(
    (kernel) => kernel + KERNEL_OFFSET,
  ),
);
