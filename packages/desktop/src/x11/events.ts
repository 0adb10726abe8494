/** Codes of the core protocol's events that Beside listens to (X Window System Protocol, appendix B). */
export const EventCode = {
  KeyPress: 2,
  ButtonPress: 4,
  ButtonRelease: 5,
  DestroyNotify: 17,
  MapNotify: 19,
  ReparentNotify: 21,
  ConfigureNotify: 22,
  CirculateNotify: 26,
  PropertyNotify: 28,
  SelectionClear: 29,
  SelectionRequest: 30,
  SelectionNotify: 31,
  ClientMessage: 33,
  MappingNotify: 34,
  /** Carries the X Input 2 events. */
  Generic: 35,
} as const;

/** X Input 2 event types (XI2proto.txt, section 8). */
export const XiEvent = {
  KeyPress: 2,
  ButtonPress: 4,
  ButtonRelease: 5,
  Motion: 6,
  HierarchyChanged: 11,
  RawKeyPress: 13,
  RawButtonPress: 15,
  RawMotion: 17,
} as const;

/** X Input 2 "device" that stands for all of them, or for all master devices. */
export const XI_ALL_DEVICES = 0;
export const XI_ALL_MASTER_DEVICES = 1;

/** Event masks of the core protocol. */
export const EventMask = {
  StructureNotify: 1 << 17,
  SubstructureNotify: 1 << 19,
  PropertyChange: 1 << 22,
} as const;

/** `xcb_input_event_mask_t` with its mask, as XISelectEvents takes it: chosen `types` from one device. */
export function xiEventMask(device: number, types: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(8);
  new Uint16Array(bytes.buffer, 0, 2).set([device, 1]);
  new Uint32Array(bytes.buffer, 4, 1)[0] = types.reduce((mask, type) => mask | (1 << type), 0);
  return bytes;
}
