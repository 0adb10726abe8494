import { open } from 'node:fs/promises';
import { displayable } from '@beside/bytes';
import { readTicket, TICKET_LIMIT, type Ticket, TicketError } from '@beside/ticket';
import type { Command } from 'commander';
import { scrypt } from '../scrypt.js';
import { askPassword } from './ask-password.js';
import { asJson } from './json.js';
import { contentsTable, describeTicket, isSealed } from './ticket-contents.js';

/** Longest file name that is repeated in an error, in characters. */
const NAME_LIMIT = 300;

/** The switches of `beside ticket show`. */
export interface TicketShowOptions {
  /** `-` takes the first line of standard input. */
  readonly password?: string;
  readonly secrets?: boolean;
  readonly json?: boolean;
}

/** What the command touches outside of itself. */
export interface TicketShowIo {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  /** ms since 1970. */
  now(): number;
}

/** Adds `ticket show` to the program. */
export function registerTicketCommand(program: Command): void {
  program
    .command('ticket')
    .description('look at invitations')
    .command('show')
    .description('what an invitation says')
    .argument('<file>', 'the invitation; - for standard input')
    .option(
      '--password <password>',
      'its password; - for the first line of standard input; asked for when it is needed and not given',
    )
    .option(
      '--secrets',
      'also what would let somebody in: the connection string and the text that proves the password, or the secret',
    )
    .option('--json', 'for programs: one JSON object')
    .action(async (file: string, options: TicketShowOptions) => {
      const { stdin, stdout, stderr } = process;
      process.exitCode = await showTicket(file, options, { stdin, stdout, stderr, now: Date.now });
    });
}

/**
 * Shows what an invitation says.
 *
 * A type 2 invitation without its password still shows its owner and its time, and what an RCTICKET in it gives away; one of
 * Beside's own shows nothing but that it is one.
 *
 * @param file a path, or `-` for standard input
 * @returns the exit code: 0 shown, 1 not readable, 2 wrong use
 */
export async function showTicket(file: string, options: TicketShowOptions, io: TicketShowIo): Promise<0 | 1 | 2> {
  if (file === '-' && options.password === '-') {
    io.stderr.write('Standard input cannot be both the invitation and its password.\n');
    return 2;
  }
  try {
    const ticket = readTicket(await readFile(file, io.stdin));
    const password = await passwordFor(ticket, file, options, io);
    const contents = await describeTicket(ticket, { password, secrets: options.secrets ?? false, now: io.now(), scrypt });
    io.stdout.write(options.json ? asJson(contents, 2) : contentsTable(contents));
    return 0;
  } catch (error) {
    const { code, message } = explained(error, file);
    if (options.json) io.stdout.write(asJson({ error: { code, message } }, 2));
    io.stderr.write(`${message}\n`);
    return 1;
  }
}

/** The file's bytes, at most one more than an invitation may have; the rest of an endless one is never read. */
async function readFile(file: string, stdin: NodeJS.ReadableStream): Promise<Uint8Array> {
  if (file === '-') return await collect(stdin, () => false);
  const handle = await open(file);
  try {
    return await collect(handle.createReadStream({ autoClose: false }), () => false);
  } finally {
    await handle.close();
  }
}

/** What a stream gives until its end, until it is more than an invitation may have, or until a chunk is `enough`. */
async function collect(stream: NodeJS.ReadableStream, enough: (chunk: Buffer) => boolean): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const data of stream) {
    const chunk = Buffer.from(data);
    chunks.push(chunk);
    length += chunk.length;
    if (length > TICKET_LIMIT || enough(chunk)) break;
  }
  return Buffer.concat(chunks);
}

/** The password as given, or asked for when the invitation needs one and there is somebody to ask. */
async function passwordFor(
  ticket: Ticket,
  file: string,
  { password }: TicketShowOptions,
  io: TicketShowIo,
): Promise<string | undefined> {
  if (password === '-') return (await collect(io.stdin, (chunk) => chunk.includes('\n'))).toString().split(/\r?\n/, 1)[0];
  if (password !== undefined || !isSealed(ticket) || file === '-' || !io.stdin.isTTY) return password;
  return await askPassword('Password of the invitation (Enter to go on without): ', io.stdin, io.stderr);
}

/** A stable code and one sentence for what went wrong. Anything but an invitation's or a file's fault is ours, and goes on up. */
function explained(error: unknown, file: string): { code: string; message: string } {
  if (error instanceof TicketError) return error;
  const name = displayable(file, NAME_LIMIT);
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return { code: 'no-such-file', message: `There is no file ${name}.` };
    case 'EISDIR':
      return { code: 'unreadable', message: `${name} is a folder, not a file.` };
    case 'EACCES':
    case 'EPERM':
      return { code: 'unreadable', message: `You are not allowed to read ${name}.` };
    case undefined:
      throw error;
    default:
      return { code: 'unreadable', message: `${name} cannot be read.` };
  }
}
