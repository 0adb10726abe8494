import type { OutgoingHttpHeaders } from 'node:http';

/**
 * What every answer carries. The pages run no script and load nothing but what this server has, nobody may frame or embed them, and
 * no address of theirs is told to anybody.
 *
 * @param port of the server: browsers differ in whether 'self' means its WebSockets too
 */
export function securityHeaders(port: number): OutgoingHttpHeaders {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    `connect-src 'self' ws://127.0.0.1:${port}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'Content-Security-Policy': policy.join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
}

/** For what is whose name does not change with its content, and for everything that needs a bearer. */
export const NOT_KEPT = 'no-store';

/** For what never changes under its name. */
export const KEPT = 'public, max-age=31536000, immutable';
