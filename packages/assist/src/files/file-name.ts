import { displayable, utf8 } from '@beside/bytes';

/** Longest name, in characters. */
const NAME_CHARACTERS = 64;
/** Longest name in UTF-8, in bytes: file systems take 255, and ` (2)` and a suffix for what is unfinished are to fit as well. */
const NAME_BYTES = 200;
/** Longest extension that is kept when a name is cut, in characters with its dot. */
const EXTENSION_CHARACTERS = 17;
/** What a file is called that has no name left. */
const NAMELESS = 'file';

/** Invisible characters that `displayable` lets pass, but for the joiners that scripts and emoji need. */
const INVISIBLE = /(?![\u200c\u200d])[\p{Cf}\p{Co}\p{Cn}]/gu;
/** What Windows allows in no name: `:` would also name a drive or an alternate data stream. */
const FORBIDDEN = /[<>:"|?*]/g;
/** Names of devices in Windows, whatever extension they have. */
const DEVICE = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3]) *(?:\.|$)/i;

/**
 * The name under which a file from outside may be shown and stored in a folder, on every system: one path component that is
 * neither hidden nor an option nor a device, without characters that cannot be seen, of at most 64 characters with its
 * extension kept. Never empty. A name that is harmless already stays as it is.
 */
export function safeFileName(name: string): string {
  const component = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  const visible = displayable(component, Number.POSITIVE_INFINITY)
    .replace(INVISIBLE, '')
    // Runs of blanks would push an extension out of sight.
    .replace(/\p{Zs}+/gu, ' ')
    .replace(FORBIDDEN, '_');
  const trimmed = trimmedEnd(visible.replace(/^[ .-]+/, ''));
  const harmless = DEVICE.test(trimmed) ? `_${trimmed}` : trimmed;
  return cut(harmless) || NAMELESS;
}

/** Shortens what stands in front of the extension until the whole fits. */
function cut(name: string): string {
  const dot = name.lastIndexOf('.');
  const last = dot > 0 ? name.slice(dot) : '';
  const extension = [...last].length <= EXTENSION_CHARACTERS ? last : '';
  const stem = [...name.slice(0, name.length - extension.length)].slice(0, NAME_CHARACTERS - [...extension].length);
  while (utf8(stem.join('') + extension).length > NAME_BYTES) stem.pop();
  return trimmedEnd(stem.join('').trimEnd() + extension);
}

/** Without the dots and blanks at its end, which Windows leaves out. By hand: a pattern would try every run of them anew. */
function trimmedEnd(name: string): string {
  let end = name.length;
  while (end > 0 && (name[end - 1] === ' ' || name[end - 1] === '.')) end--;
  return name.slice(0, end);
}
