import { describe, expect, it } from 'vitest';
import type { FileReport } from '../../src/files/report.js';
import { fileLines, fileQuestion, sizeInWords } from '../../src/files/wording.js';

const FILE = { direction: 'incoming', file: 'a.txt', size: 1234 } as const;

describe('what is said of a file', () => {
  it.each<[FileReport, string[]]>([
    [{ event: 'file-offered', ...FILE }, []],
    [{ event: 'file-offered', ...FILE, direction: 'outgoing' }, ['a.txt (1.2 kB) is offered to Erik.']],
    [{ event: 'file-accepted', ...FILE }, ['a.txt (1.2 kB) is coming.  x: call it off']],
    [{ event: 'file-progress', ...FILE, bytes: 999 }, ['a.txt: 999 bytes of 1.2 kB have come.']],
    [{ event: 'file-done', ...FILE, path: '/d/a.txt' }, ['a.txt has come: /d/a.txt']],
    [{ event: 'file-refused', ...FILE }, ['You refused a.txt.']],
    [{ event: 'file-refused', ...FILE, direction: 'outgoing' }, ['Erik does not want a.txt.']],
    [{ event: 'file-declined', ...FILE, why: 'paused' }, ['Erik offered a.txt (1.2 kB) and was told no: you have paused.']],
    [{ event: 'file-cancelled', ...FILE, by: 'them' }, ['a.txt was called off by Erik.']],
    [{ event: 'file-failed', ...FILE, code: 'disk-full', message: 'Why.' }, ['a.txt did not come: Why.']],
  ])('%j', (report, lines) => expect(fileLines(report, 'Erik')).toEqual(lines));

  it('is asked with its size', () => {
    expect(fileQuestion('Erik', 'a.txt', 50_000_000)).toBe('Take the file a.txt (50 MB) from Erik?');
  });

  it('has sizes as people say them', () => {
    expect([0, 1, 999, 1000, 9999, 12_345, 999_999, 4_294_967_295].map(sizeInWords)).toEqual([
      ...['0 bytes', '1 byte', '999 bytes', '1.0 kB', '10.0 kB', '12 kB', '1000 kB', '4.3 GB'],
    ]);
  });
});
