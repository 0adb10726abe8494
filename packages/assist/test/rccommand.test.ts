import { ProtocolError, utf16 } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMAND, decodeCommand, encodeCommand } from '../src/remdesk/rccommand.js';

const read = (text: string) => decodeCommand(utf16(text));

describe('commands on the inner channel 71', () => {
  it('writes the element as [MS-RA] prints it, with its NUL', () => {
    expect(encodeCommand(COMMAND.accept)).toEqual(utf16('<RCCOMMAND NAME="ACCEPTRC"/>\0'));
  });

  it('reads the forms in which the element comes', () => {
    expect(read('<RCCOMMAND NAME="REMOTECTRLSTART"/>').name).toBe('REMOTECTRLSTART');
    expect(read('\ufeff<RCCOMMAND NAME="DENIEDRC "/>\r\n\0').name).toBe('DENIEDRC');
    expect(read("<RCCOMMAND  NAME = 'FILEXFER' FILENAME='a &amp; b.txt' FILESIZE=\"1234\" />")).toEqual({
      name: 'FILEXFER',
      attributes: new Map([
        ['FILENAME', 'a & b.txt'],
        ['FILESIZE', '1234'],
      ]),
    });
    expect(read('<RCCOMMAND NAME="X" VALUE="&#65;&#x42;&lt;&gt;&quot;&apos;"/>').attributes.get('VALUE')).toBe('AB<>"\'');
  });

  for (const [problem, text] of [
    ['nothing', ''],
    ['another element', '<COMMAND NAME="X"/>'],
    ['an element that is not empty', '<RCCOMMAND NAME="X"></RCCOMMAND>'],
    ['two elements', '<RCCOMMAND NAME="X"/><RCCOMMAND NAME="X"/>'],
    ['a document type', '<!DOCTYPE x [<!ENTITY y "z">]><RCCOMMAND NAME="&y;"/>'],
    ['an entity of its own', '<RCCOMMAND NAME="&y;"/>'],
    ['a bare ampersand', '<RCCOMMAND NAME="a & b"/>'],
    ['a character that there is not', '<RCCOMMAND NAME="&#xD800;"/>'],
    ['no name', '<RCCOMMAND/>'],
    ['an empty name', '<RCCOMMAND NAME=" "/>'],
    ['the same attribute twice', '<RCCOMMAND NAME="X" NAME="Y"/>'],
    ['attributes that touch', '<RCCOMMAND NAME="X"VALUE="Y"/>'],
    ['an attribute without quotes', '<RCCOMMAND NAME=X/>'],
    ['an attribute that does not end', '<RCCOMMAND NAME="X/>'],
    ['too many attributes', `<RCCOMMAND NAME="X"${Array.from({ length: 16 }, (_, i) => ` A${i}=""`).join('')}/>`],
    ['more than any command has', `<RCCOMMAND NAME="X" VALUE="${'x'.repeat(16_384)}"/>`],
  ] as const) {
    it(`refuses ${problem}`, () => {
      expect(() => read(text)).toThrow(ProtocolError);
    });
  }

  it('reads back every command that it writes', () => {
    const value = fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.replace(/[\ud800-\udfff]/g, ''));
    fc.assert(
      fc.property(value, (text) => {
        expect(decodeCommand(encodeCommand('FILEXFER', [['FILENAME', text]]))).toEqual({
          name: 'FILEXFER',
          attributes: new Map([['FILENAME', text]]),
        });
      }),
    );
  });

  it('answers any text with a command or a ProtocolError, at once', () => {
    const part = fc.constantFrom('<RCCOMMAND', ' ', 'NAME', '=', '"', "'", '/>', '&', 'amp;', '#x41;', '\0', 'é', '<', '>');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 400 }), (parts) => {
        try {
          read(parts.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
    );
  });
});
