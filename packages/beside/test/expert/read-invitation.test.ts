import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TICKET_LIMIT, TicketError } from '@beside/ticket';
import { afterAll, expect, it } from 'vitest';
import { openInvitation } from '../../src/expert/open-invitation.js';
import { InvitationFileError, readInvitation } from '../../src/expert/read-invitation.js';

const folder = mkdtempSync(join(tmpdir(), 'beside-read-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('reads a file, and a link as the text that it is', async () => {
  const path = join(folder, 'a.beside');
  writeFileSync(path, 'beside:é');
  const expected = new TextEncoder().encode('beside:é');
  expect(await readInvitation(path, undefined)).toEqual(expected);
  expect(await readInvitation(undefined, 'beside:é')).toEqual(expected);
});

it('stops in a file without an end, and such an invitation is too large', async () => {
  const bytes = await readInvitation('/dev/zero', undefined);
  expect(bytes).toHaveLength(TICKET_LIMIT + 1);
  await expect(openInvitation(bytes, 'any', 0)).rejects.toMatchObject({ code: 'too-large' });
  const link = await readInvitation(undefined, 'x'.repeat(10 * TICKET_LIMIT));
  await expect(openInvitation(link, 'any', 0)).rejects.toThrow(TicketError);
});

it('reads an empty file as nothing', async () => {
  const path = join(folder, 'empty');
  writeFileSync(path, '');
  await expect(openInvitation(await readInvitation(path, undefined), 'any', 0)).rejects.toMatchObject({ code: 'not-a-ticket' });
});

it.each(['not-there.beside', '.'])('says so when there is no such file: %s', async (name) => {
  const error = await readInvitation(join(folder, name), undefined).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(InvitationFileError);
  expect(error.message).toContain('cannot be read. Check the name');
  expect(error.cause).toBeDefined();
});
