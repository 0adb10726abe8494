import type { Arguments, NativeType } from './library.js';

/**
 * A request is its parameters: each such function of xcb takes the connection first and gives the request's sequence
 * number. In C that number is a `struct { unsigned int sequence; }`, which every 64-bit ABI of Linux hands over exactly
 * as it does an `unsigned int`.
 */
export type RequestTable = Readonly<Record<string, readonly NativeType[]>>;

/** The requests of a table, bound to one connection. */
export type Requests<T extends RequestTable> = {
  readonly [N in keyof T]: (...parameters: Arguments<T[N]>) => number;
};

/** The core protocol (X Window System Protocol, X.Org). Value lists are `Uint32Array`s in the order of the mask's bits. */
export const CORE = {
  create_window: [
    ...(['uint8', 'uint32', 'uint32', 'int16', 'int16', 'uint16', 'uint16', 'uint16', 'uint16'] as const),
    ...(['uint32', 'uint32', 'void *'] as const),
  ],
  change_window_attributes: ['uint32', 'uint32', 'void *'],
  destroy_window: ['uint32'],
  map_window: ['uint32'],
  configure_window: ['uint32', 'uint16', 'void *'],
  get_geometry: ['uint32'],
  query_tree: ['uint32'],
  get_window_attributes: ['uint32'],
  translate_coordinates: ['uint32', 'uint32', 'int16', 'int16'],
  intern_atom: ['uint8', 'uint16', 'void *'],
  get_atom_name: ['uint32'],
  change_property: ['uint8', 'uint32', 'uint32', 'uint32', 'uint8', 'uint32', 'void *'],
  get_property: ['uint8', 'uint32', 'uint32', 'uint32', 'uint32', 'uint32'],
  set_selection_owner: ['uint32', 'uint32', 'uint32'],
  get_selection_owner: ['uint32'],
  convert_selection: ['uint32', 'uint32', 'uint32', 'uint32', 'uint32'],
  send_event: ['uint8', 'uint32', 'uint32', 'void *'],
  query_pointer: ['uint32'],
  get_input_focus: [],
  set_input_focus: ['uint8', 'uint32', 'uint32'],
  create_pixmap: ['uint8', 'uint32', 'uint32', 'uint16', 'uint16'],
  free_pixmap: ['uint32'],
  create_gc: ['uint32', 'uint32', 'uint32', 'void *'],
  free_gc: ['uint32'],
  copy_area: ['uint32', 'uint32', 'uint32', 'int16', 'int16', 'int16', 'int16', 'uint16', 'uint16'],
  put_image: ['uint8', 'uint32', 'uint32', 'uint16', 'uint16', 'int16', 'int16', 'uint8', 'uint8', 'uint32', 'void *'],
  get_image: ['uint8', 'uint32', 'int16', 'int16', 'uint16', 'uint16', 'uint32'],
  get_keyboard_mapping: ['uint8', 'uint8'],
  change_keyboard_mapping: ['uint8', 'uint8', 'uint8', 'void *'],
  get_modifier_mapping: [],
  get_pointer_mapping: [],
} as const satisfies RequestTable;

/** MIT-SHM 1.2 (X.Org xorgproto, shmproto.txt). */
export const SHM = {
  query_version: [],
  attach_fd: ['uint32', 'int32', 'uint8'],
  detach: ['uint32'],
  get_image: ['uint32', 'int16', 'int16', 'uint16', 'uint16', 'uint32', 'uint8', 'uint32', 'uint32'],
} as const satisfies RequestTable;

/** DAMAGE 1.1 (damageproto.txt). */
export const DAMAGE = {
  query_version: ['uint32', 'uint32'],
  create: ['uint32', 'uint32', 'uint8'],
  destroy: ['uint32'],
  subtract: ['uint32', 'uint32', 'uint32'],
} as const satisfies RequestTable;

/** XFIXES 5.0 (fixesproto.txt). */
export const XFIXES = {
  query_version: ['uint32', 'uint32'],
  select_selection_input: ['uint32', 'uint32', 'uint32'],
  select_cursor_input: ['uint32', 'uint32'],
  get_cursor_image: [],
  create_region: ['uint32', 'uint32', 'void *'],
  fetch_region: ['uint32'],
} as const satisfies RequestTable;

/** RANDR 1.5 (randrproto.txt). */
export const RANDR = {
  query_version: ['uint32', 'uint32'],
  select_input: ['uint32', 'uint16'],
  get_monitors: ['uint32', 'uint8'],
} as const satisfies RequestTable;

/** XTEST 2.2 (X.Org xtestproto). */
export const TEST = {
  get_version: ['uint8', 'uint16'],
  fake_input: ['uint8', 'uint8', 'uint32', 'uint32', 'int16', 'int16', 'uint8'],
  grab_control: ['uint8'],
} as const satisfies RequestTable;

/** X Input 2.2 (XI2proto.txt). */
export const XINPUT = {
  xi_query_version: ['uint16', 'uint16'],
  xi_select_events: ['uint32', 'uint16', 'void *'],
  xi_query_device: ['uint16'],
  xi_get_property: ['uint16', 'uint8', 'uint32', 'uint32', 'uint32', 'uint32'],
} as const satisfies RequestTable;

/** SHAPE 1.1 (X.Org xextproto, shape). */
export const SHAPE = {
  query_version: [],
  rectangles: ['uint8', 'uint8', 'uint8', 'uint32', 'int16', 'int16', 'uint32', 'void *'],
} as const satisfies RequestTable;
