/**
 * JSON in ASCII: what a stranger wrote arrives exactly, and does nothing to a terminal.
 *
 * @param indent blanks a level; 0: on one line
 */
export function asJson(value: object, indent = 0): string {
  const json = JSON.stringify(value, null, indent);
  return `${json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}
