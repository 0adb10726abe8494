import type { Connection } from './connection.js';
import { EventMask } from './events.js';

/** The names that the clipboard's protocol is made of, as the server numbers them (ICCCM 2.0, section 2). */
export interface ClipboardAtoms {
  readonly clipboard: number;
  readonly targets: number;
  readonly timestamp: number;
  readonly incr: number;
  readonly utf8: number;
  readonly mimeUtf8: number;
  /** Where the owner puts what Beside asked for, on Beside's window. */
  readonly property: number;
}

/** Numbers that never change (X Window System Protocol, appendix A, "Predefined atoms"). */
export const Atom = { Atom: 4, Integer: 19, String: 31 } as const;

export const PROPERTY_DELETED = 1;
const INPUT_ONLY = 2;
const EVENT_MASK_ATTRIBUTE = 1 << 11;

/** A window that nobody sees, which hears of its properties. */
export function propertyWindow(connection: Connection): number {
  const window = connection.id();
  const mask = new Uint32Array([EventMask.PropertyChange]);
  connection.core.create_window(0, window, connection.root, 0, 0, 1, 1, 0, INPUT_ONLY, 0, EVENT_MASK_ATTRIBUTE, mask);
  return window;
}

/** @throws DesktopError `lost` */
export async function clipboardAtoms(connection: Connection): Promise<ClipboardAtoms> {
  const atom = (name: string) => connection.atom(name);
  const [clipboard, targets, timestamp, incr, utf8, mimeUtf8, property] = await Promise.all([
    atom('CLIPBOARD'),
    atom('TARGETS'),
    atom('TIMESTAMP'),
    atom('INCR'),
    atom('UTF8_STRING'),
    atom('text/plain;charset=utf-8'),
    atom('BESIDE_CLIPBOARD'),
  ]);
  return { clipboard, targets, timestamp, incr, utf8, mimeUtf8, property };
}
