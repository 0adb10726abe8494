import { describe, expect, it } from 'vitest';
import { isExpired, openTicket, requireUnexpired, sealLhTicket, TICKET_LIMIT, writeTicket } from '../src/index.js';
import { CONTENT, codeOf, fixture, PASSWORDS, readWindowsTicket } from './fixtures.js';

const read = (text: string) => readWindowsTicket(Buffer.from(text));
const type1 = fixture('a-type1-xp').toString();

describe('encodings', () => {
  const utf16le = Buffer.from(type1, 'utf16le');
  const utf16be = Buffer.from(utf16le).swap16();
  it.each([
    ['UTF-8 with a mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(type1)])],
    ['UTF-16LE with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16le])],
    ['UTF-16LE without', utf16le],
    ['UTF-16BE with a mark', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16be])],
    ['UTF-16BE without', utf16be],
    ['UTF-8 with NULs after the end', Buffer.concat([Buffer.from(type1), Buffer.alloc(3)])],
    ['blanks before and after', Buffer.from(`\r\n ${type1}\r\n\r\n`)],
  ])('%s is read', (_name, bytes) => {
    expect(readWindowsTicket(bytes)).toEqual(readWindowsTicket(fixture('a-type1-xp')));
  });

  it('names outside of ASCII survive both', () => {
    for (const encoding of ['utf8', 'utf16le'] as const) {
      expect(readWindowsTicket(Buffer.from(type1.replace('Administrator', 'Łucja 李'), encoding)).user).toBe('Łucja 李');
    }
  });
});

describe('quirks', () => {
  it('entities and character references in attributes are decoded', () => {
    expect(read(type1.replace('RT=0PvIndan52*', 'R&amp;0PvIndan52&#42;')).passStub).toBe('R&0PvIndan52*');
  });

  it('the order of attributes and line breaks between them do not matter', () => {
    const text = `<?xml version="1.0"?>\n<UPLOADINFO TYPE="Escalated">\n<UPLOADDATA\n L='1'\nRCTICKET="65538,1,;pc:80,*,I=,*,*,"\n USERNAME="x"/>\n</UPLOADINFO>\n`;
    expect(read(text)).toMatchObject({ form: 'type1', user: 'x', lowBandwidth: true, created: undefined, expires: undefined });
    expect(openTicket(read(text)).candidates).toEqual([{ kind: 'name', host: 'pc', port: 80 }]);
    expect(openTicket(read(text)).keyHashes).toEqual([]);
  });

  it('a generated password may be typed in small letters and groups', () => {
    expect(openTicket(readWindowsTicket(fixture('b-type2-2014')), '48bj-q853-x3b4').password).toBe(PASSWORDS.B);
  });

  it('a chosen password that looks like a generated one is tried as it was typed first', () => {
    const ticket = readWindowsTicket(writeTicket({ ...CONTENT, password: 'bcdfghjklmnp' }));
    expect(openTicket(ticket, 'bcdfghjklmnp').password).toBe('bcdfghjklmnp');
    expect(codeOf(() => openTicket(ticket, 'BCDFGHJKLMNP'))).toBe('wrong-password');
  });

  it('a blank that is missing between attributes is put there, and nowhere else', () => {
    const text = `<UPLOADINFO><UPLOADDATA USERNAME='b="c"d'RCTICKET="65538,1,pc:1,*,I=,*,*,I="PassStub="=" L="1"/></UPLOADINFO>`;
    expect(read(text)).toMatchObject({ user: 'b="c"d', passStub: '=', lowBandwidth: true });
  });

  it('a low LHTICKET case is as good', () => {
    const text = fixture('b-type2-2014')
      .toString()
      .replace(/LHTICKET="[^"]+"/, (found) => `LHTICKET="${found.slice(10, -1).toLowerCase()}"`);
    expect(openTicket(read(text), PASSWORDS.B).candidates).toHaveLength(4);
  });
});

describe('each fault has its own code and a sentence', () => {
  const b = fixture('b-type2-2014').toString();
  it.each([
    ['not-a-ticket', 'a text', 'Dear Anna, I need help.'],
    ['not-a-ticket', 'a web page', '<!DOCTYPE html><html><body>Not found</body></html>'],
    ['not-a-ticket', 'other XML', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['not-a-ticket', 'nothing', ''],
    ['not-a-ticket', 'blanks', ' \r\n'],
    ['not-a-ticket', 'a picture', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR'],
    ['not-a-ticket', 'an XML declaration over text', '<?xml version="1.0"?>hello'],
    ['truncated', 'half a file', type1.slice(0, type1.length / 2)],
    ['truncated', 'all but the last character', type1.slice(0, -1)],
    ['truncated', 'the declaration only', '<?xml version="1.0"?>'],
    ['truncated', 'half a declaration', '<?xml vers'],
    ['truncated', 'half the root', '<?xml version="1.0"?><UPLOADI'],
    ['truncated', 'half a string', '<E><A KH="x" ID="y"/><C><T ID="1"'],
    ['damaged', 'a stray tag', type1.replace('<UPLOADDATA', '<x><UPLOADDATA')],
    ['damaged', 'a bare ampersand', type1.replace('Administrator', 'A & B')],
    ['damaged', 'an undefined entity', type1.replace('Administrator', '&xxe;')],
    ['damaged', 'no UPLOADDATA', '<UPLOADINFO TYPE="Escalated"/>'],
    ['damaged', 'no connection string', '<UPLOADINFO><UPLOADDATA USERNAME="x"/></UPLOADINFO>'],
    ['damaged', 'a field too few in RCTICKET', type1.replace(',*,*,', ',*,')],
    ['damaged', 'a field too many in RCTICKET', type1.replace(',*,*,', ',*,*,*,')],
    ['damaged', 'no session id in RCTICKET', '65538,1,pc:1,*,,*,*,'],
    ['damaged', 'a start that is no number', type1.replace('1314905741', '13149057-1')],
    ['damaged', 'a length that is too large', type1.replace('"180"', '"4294967296"')],
    ['damaged', 'no A', '<E><C/></E>'],
    ['damaged', 'two As', '<E><A ID="x"/><A ID="y"/></E>'],
    ['damaged', 'no ID', '<E><A KH="x"/></E>'],
    ['unsupported', 'another version', type1.replace('65538,1', '65539,1')],
    ['unsupported', 'another protocol', type1.replace('65538,1', '65538,2')],
    ['unsupported', 'a KH2 that cannot be checked', '<E><A KH="x" KH2="sha3:abc" ID="x"/></E>'],
  ] as const)('%s: %s', (code, _name, text) => {
    expect(codeOf(() => readWindowsTicket(Buffer.from(text, 'latin1')))).toBe(code);
  });

  it('wrong-password and password-needed', () => {
    expect(codeOf(() => openTicket(read(b), '48BJQ853X3B5'))).toBe('wrong-password');
    expect(codeOf(() => openTicket(read(b)))).toBe('password-needed');
    expect(codeOf(() => openTicket(read(b), ''))).toBe('password-needed');
  });

  it('damaged: an LHTICKET with a block changed in the middle', () => {
    const at = b.indexOf('LHTICKET="') + 10 + 64;
    expect(codeOf(() => openTicket(read(`${b.slice(0, at)}${'00'.repeat(64)}${b.slice(at + 128)}`), PASSWORDS.B))).toBe(
      'damaged',
    );
  });

  it('truncated: an LHTICKET that was sealed over half a string', () => {
    const lhTicket = sealLhTicket('<E><A KH="x" ID="y"/><C>', 'p');
    const ticket = read(`<UPLOADINFO><UPLOADDATA LHTICKET="${lhTicket}"/></UPLOADINFO>`);
    expect(codeOf(() => openTicket(ticket, 'p'))).toBe('truncated');
  });

  it('expired, by the clock that is passed in', () => {
    const ticket = readWindowsTicket(writeTicket(CONTENT));
    const end = CONTENT.created + 360 * 60_000;
    expect(ticket.expires).toBe(end);
    expect(isExpired(ticket, end)).toBe(false);
    expect(isExpired(ticket, end + 1)).toBe(true);
    expect(codeOf(() => requireUnexpired(ticket, end + 1))).toBe('expired');
    expect(codeOf(() => requireUnexpired(ticket, end))).toBe('none');
    expect(isExpired({ expires: undefined }, Number.MAX_VALUE)).toBe(false);
  });

  it('too-large, without looking at it', () => {
    const large = Buffer.alloc(10_000_000, type1);
    const start = performance.now();
    expect(codeOf(() => readWindowsTicket(large))).toBe('too-large');
    expect(performance.now() - start).toBeLessThan(20);
    expect(codeOf(() => readWindowsTicket(Buffer.alloc(TICKET_LIMIT, ' ')))).toBe('not-a-ticket');
  });

  it('the sentence is for people and holds nothing from the file', () => {
    const secret = type1.replace(',*,*,', ',*,');
    expect(() => read(secret)).toThrow('This invitation is damaged. Ask for it to be sent again.');
  });
});

describe('bombs', () => {
  it('a document type is refused before its entities are looked at', () => {
    const entities = Array.from({ length: 20 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join('');
    const bomb = `<?xml version="1.0"?><!DOCTYPE UPLOADINFO [<!ENTITY e0 "ha">${entities}]><UPLOADINFO><UPLOADDATA USERNAME="&e20;"/></UPLOADINFO>`;
    expect(codeOf(() => read(bomb))).toBe('not-a-ticket');
    expect(codeOf(() => read('<!DOCTYPE E SYSTEM "file:///etc/passwd"><E/>'))).toBe('not-a-ticket');
  });

  it('depth, elements and attributes are counted', () => {
    expect(codeOf(() => read(`<E><A ID="x"/>${'<C>'.repeat(8)}${'</C>'.repeat(8)}</E>`))).toBe('damaged');
    expect(codeOf(() => read(`<E><A ID="x"/>${'<C>'.repeat(7)}${'</C>'.repeat(7)}</E>`))).toBe('none');
    expect(codeOf(() => read(`<E><A ID="x"/>${'<C/>'.repeat(1000)}</E>`))).toBe('damaged');
    expect(codeOf(() => read(`<E ${Array.from({ length: 33 }, (_, i) => `a${i}=""`).join(' ')}><A ID="x"/></E>`))).toBe(
      'damaged',
    );
  });

  it('nothing takes long or gives many candidates', () => {
    const room = TICKET_LIMIT - 200;
    const many = `<E><A ID="x"/><C><T ID="1">${Array.from({ length: 900 }, (_, i) => `<L P="${i + 1}" N="pc"/>`).join('')}</T></C></E>`;
    const texts = [
      many,
      `<E ${'a="" '.repeat(room / 5)}/>`,
      '="'.repeat(room / 2),
      `<E a=${'="a"b'.repeat(room / 5)}`,
      `<E a="${'&amp;'.repeat(room / 5)}"/>`,
      `65538,1,${'a:1;'.repeat(room / 4)},*,I,*,*,`,
      `65538,1,${';'.repeat(room)},*,I,*,*,`,
      `65538,1,pc${'.pc'.repeat(room / 3)}:1,*,I,*,*,`,
      `<E><A ID="x"/><C><T ID="1"><L P="1" N="${':'.repeat(room)}"/></T></C></E>`,
      '<'.repeat(room),
      '<?xml '.repeat(room / 6),
    ];
    for (const text of texts) {
      const start = performance.now();
      codeOf(() => expect(openTicket(read(text)).candidates.length).toBeLessThanOrEqual(64));
      expect(performance.now() - start, text.slice(0, 40)).toBeLessThan(500);
    }
  });
});
