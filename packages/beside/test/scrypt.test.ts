import { expect, it } from 'vitest';
import { scrypt } from '../src/scrypt.js';

it('is the scrypt of RFC 7914, 12: its third vector', async () => {
  const key = await scrypt(Buffer.from('pleaseletmein'), Buffer.from('SodiumChloride'), { N: 16384, r: 8, p: 1, dkLen: 64 });
  expect(Buffer.from(key).toString('hex')).toBe(
    '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
  );
});

it('has the memory that a sealed invitation asks for, and leaves the event loop free meanwhile', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const key = await scrypt(Buffer.from('p'), Buffer.from('s'), { N: 2 ** 17, r: 8, p: 1, dkLen: 32 });
  clearInterval(timer);
  expect(key).toHaveLength(32);
  expect(turns).toBeGreaterThan(10);
});

it('hands on what it fails with', async () => {
  await expect(scrypt(Buffer.from('p'), Buffer.from('s'), { N: 3, r: 8, p: 1, dkLen: 32 })).rejects.toThrow();
});
