import { scrypt as nodeScrypt } from 'node:crypto';
import type { Scrypt } from '@beside/ticket';

/**
 * Node's scrypt, which works in a thread of its own: about half a second for a sealed invitation.
 *
 * Node refuses more than 32 MiB unless told; twice the 128 · N · r bytes that RFC 7914 needs leaves room for what OpenSSL counts besides.
 */
export const scrypt: Scrypt = (password, salt, { N, r, p, dkLen }) =>
  new Promise((resolve, reject) => {
    nodeScrypt(password, salt, dkLen, { N, r, p, maxmem: 256 * N * r }, (error, key) => (error ? reject(error) : resolve(key)));
  });
