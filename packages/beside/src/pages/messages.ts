import { ProtocolError } from '@beside/bytes';
import { TICKET_LIMIT } from '@beside/ticket';
import { isSetting } from '../settings/check-settings.js';
import type { BearerRequest, Command, Hello, PageInput, Painted, PicturesHello, Request, Settings, Who } from './protocol.js';
import { type Fields, flag, integer, list, object, oneOf, own, readJson, requireRecord, type Shape, text } from './shapes.js';

/*
 * What pages say, read strictly: every field is there, is of its type and in its bounds, and no other is. A page of this
 * program's own never fails here; what does was sent by something else, and is cut off.
 */

/** Largest message on `/socket`, in bytes: an invitation's file in base64 with room to spare. */
export const SOCKET_LIMIT = 4 * 1024 * 1024;

/** Largest message on `/pictures`, in bytes: the hello is the longest. */
export const PICTURES_LIMIT = 512;

/** Most events of one `input`. A page sends what came within one frame of its screen. */
const INPUT_LIMIT = 1000;

/** Longest text of a chat message, in characters; the engine cuts it to what one message takes. */
const CHAT_LIMIT = 0x10000;

/** Longest password that is looked at, in characters; Windows takes 127 at most. */
const PASSWORD_LIMIT = 256;

/** Largest coordinate of a pointer: RDP has 16 bits for it ([MS-RDPBCGR] 2.2.8.1.1.3.1.1.3). */
const COORDINATE_LIMIT = 0xffff;

const secret = text(64, /^[A-Za-z0-9_-]+$/);
const expertId = text(64, /^[A-Za-z0-9_-]+$/);
const coordinate = integer(0, COORDINATE_LIMIT);
const base64 = text(Math.ceil(TICKET_LIMIT / 3) * 4, /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/);

const who: Shape<Who> = (value, path) =>
  value === 'novice' ? value : object<Exclude<Who, 'novice'>>({ expert: expertId })(value, path);

function setting<Name extends keyof Settings>(name: Name): Shape<Settings[Name]> {
  return (value, path) => {
    if (!isSetting(name, value)) throw new ProtocolError(path, 'nothing that can be set');
    return value as Settings[Name];
  };
}
const settings = object<Settings>({
  mayBeControlled: setting('mayBeControlled'),
  invitationLifetime: setting('invitationLifetime'),
  bandwidth: setting('bandwidth'),
  sessionLogs: setting('sessionLogs'),
  contacts: setting('contacts'),
});

type Invitation = Extract<Command, { do: 'open' }>['invitation'];
const invitation: Shape<Invitation> = (value, path) => {
  const record = requireRecord(value, path);
  if (Object.hasOwn(record, 'file')) return object({ file: base64 })(value, path);
  if (Object.hasOwn(record, 'link')) return object({ link: text(TICKET_LIMIT) })(value, path);
  if (Object.hasOwn(record, 'given')) return object({ given: oneOf(true) })(value, path);
  return object({ practice: oneOf(true) })(value, path);
};

/** The fields besides `name` of the member of a union that has the value `V` there. */
type Others<Union, Name extends keyof Union, V> = Union extends infer One
  ? V extends One[Name & keyof One]
    ? Omit<One, Name>
    : never
  : never;

/** A union whose members are told apart by the field `name`. */
function either<Union extends object, Name extends keyof Union & string>(
  name: Name,
  members: { readonly [V in Union[Name] & string]: Fields<Others<Union, Name, V>> },
): Shape<Union> {
  const shapes = new Map(
    Object.entries(members).map(([value, fields]) => [value, object<object>({ ...(fields as object), [name]: oneOf(value) })]),
  );
  return (value, path) => {
    const told = own(requireRecord(value, path), name);
    const shape = typeof told === 'string' ? shapes.get(told) : undefined;
    if (!shape) throw new ProtocolError(`${path}.${name}`, 'not one that is known');
    return shape(value, path) as Union;
  };
}

const pageInput = either<PageInput, 'type'>('type', {
  key: { scancode: integer(0, 0x3ff), down: flag },
  unicode: { unit: integer(0, 0xffff), down: flag },
  pointer: { x: coordinate, y: coordinate },
  button: { button: oneOf('left', 'right', 'middle', 'back', 'forward'), down: flag, x: coordinate, y: coordinate },
  wheel: { axis: oneOf('vertical', 'horizontal'), rotation: integer(-0x7fff, 0x7fff) },
  locks: { scroll: flag, num: flag, caps: flag, kana: flag },
});

const id = integer(0, Number.MAX_SAFE_INTEGER);

const request = either<Request, 'do'>('do', {
  invite: { id, for: oneOf('beside', 'windows'), viewOnly: flag },
  answer: { id, who, question: id, yes: flag },
  'stop-control': { id, by: oneOf('novice', 'escape') },
  pause: { id },
  resume: { id },
  open: { id, invitation, password: text(PASSWORD_LIMIT) },
  'request-control': { id, who },
  'give-back-control': { id, who },
  input: { id, who, events: list(INPUT_LIMIT, pageInput) },
  chat: { id, who, text: text(CHAT_LIMIT) },
  typing: { id, who, typing: flag },
  'cancel-files': { id, who },
  end: { id, who },
  dismiss: { id, who },
  settings: { id, settings },
  contacts: { id },
  history: { id },
  log: { id, session: text(128) },
  forget: { id, what: oneOf('contacts', 'history') },
  'practice-expert': { id },
});

/** What a page asks for. @throws ProtocolError */
export function readRequest(json: string): Request {
  return readJson(json, 'request', request);
}

/** The first message on `/socket`. @throws ProtocolError */
export function readHello(json: string): Hello {
  return readJson(json, 'hello', object<Hello>({ type: oneOf('hello'), bearer: secret }));
}

/** The first message on `/pictures`. @throws ProtocolError */
export function readPicturesHello(json: string): PicturesHello {
  return readJson(json, 'hello', object<PicturesHello>({ type: oneOf('hello'), bearer: secret, expert: expertId }));
}

/** The later ones. @throws ProtocolError */
export function readPainted(json: string): Painted {
  return readJson(json, 'painted', object<Painted>({ painted: integer(0, 0xffff_ffff) }));
}

/** The body of `POST /bearer`. @throws ProtocolError */
export function readBearerRequest(json: string): BearerRequest {
  return readJson(json, 'bearer', object<BearerRequest>({ token: secret }));
}

/**
 * Which session a file is for, as the address of `POST /files` says it.
 *
 * @throws ProtocolError
 */
export function readWho(value: string | null): Who {
  return value === 'novice' ? value : { expert: expertId(value, 'files.who') };
}
