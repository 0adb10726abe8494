import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { openUserData } from '../history/user-data.js';
import { parseDuration } from '../novice/duration.js';
import { INVITATION_FORMS, type InvitationForm } from '../novice/invitation-form.js';
import { PORT_RANGE } from '../novice/ports.js';
import type { NoviceRun } from '../novice/run.js';
import { screenToShow } from '../novice/screen-to-show.js';
import { firstLine } from '../terminal/first-line.js';
import { askPassword } from './ask-password.js';
import { requirePageSwitches, runPages } from './home.js';
import { untilSignal } from './until-signal.js';

/** Shortest password, in characters: what Windows Vista asked for. Made ones have 12. */
const SHORTEST_PASSWORD = 6;

/** The switches of `beside novice`. */
interface NoviceSwitches {
  readonly file?: string;
  readonly force?: true;
  /** `-`: from standard input. */
  readonly password?: string;
  /** ms; undefined: what the settings say. */
  readonly expires?: number;
  readonly for: InvitationForm;
  readonly viewOnly?: true;
  readonly downloads?: string;
  readonly display?: string;
  readonly port?: number;
  readonly ui: 'terminal' | 'browser';
  readonly json?: true;
}

/** Adds `novice` to the program. */
export function registerNoviceCommand(program: Command): void {
  const last = PORT_RANGE.first + PORT_RANGE.count - 1;
  program
    .command('novice')
    .description('ask for help: invite somebody to see this screen and, if you say so, to control it')
    .option(
      '--file <file>',
      'where the invitation is written (default: Invitation.beside or .msrcincident, or the next free name)',
    )
    .option('--force', 'replace the file if it is there')
    .option(
      '--password <password>',
      'what the expert needs besides the file; - takes it from standard input, where no other user sees it (default: a new one)',
      password,
    )
    .addOption(
      new Option(
        '--expires <time>',
        'how long the invitation is good for: 90s, 30m, 6h, 2d (default: what the settings say, 6h unless changed)',
      ).argParser(duration),
    )
    .addOption(
      new Option(
        '--for <program>',
        'which program opens it: beside; or windows, for FreeRDP and other programs, which cannot be verified and whose file can ' +
          'be guessed at; xp has the oldest form too, which tells your addresses without the password',
      )
        .choices(INVITATION_FORMS)
        .default('beside'),
    )
    .option('--view-only', 'nobody is asked for control, and nobody gets it')
    .option('--downloads <folder>', 'where files from the expert are stored (default: your folder for downloads)')
    .option('--display <display>', 'the X display to show, or "practice" for a drawn one (default: $DISPLAY, else practice)')
    .option('--port <port>', `the port to be reached at (default: the first free one of ${PORT_RANGE.first} to ${last})`, port)
    .addOption(
      new Option('--ui <where>', 'where you are asked: in the terminal, or on a page in the browser')
        .choices(['terminal', 'browser'])
        .default('terminal'),
    )
    .option('--json', 'for programs: one JSON object a line')
    .addHelpText('after', COMMANDS)
    .action(async (switches: NoviceSwitches, command: Command) => {
      process.exitCode = switches.ui === 'browser' ? await onPages(switches, command) : await novice(switches);
    });
}

async function onPages({ display, json }: NoviceSwitches, command: Command): Promise<0 | 1> {
  requirePageSwitches(command, ['display', 'json']);
  return runPages({ place: 'invite', json: json ?? false, ...(display !== undefined && { display }) });
}

const COMMANDS = `
While it runs, in the terminal or through a pipe:
  y, n      answer the question that is asked
  s         take control back (Esc on your keyboard does the same)
  p         pause, or go on
  c TEXT    write to the expert
  f PATH    send a file to the expert
  x         call off the file that is on its way
  q         end

Answers that a pipe holds before the first question are kept for the questions in turn:
  printf 'y\\ny\\n' | beside novice`;

async function novice({ password, ...switches }: NoviceSwitches): Promise<0 | 1 | 2> {
  const { stdin, stdout, stderr } = process;
  const given = password === '-' ? await passwordFromInput() : password;
  if (password === '-' && (given === undefined || given.length < SHORTEST_PASSWORD)) {
    stderr.write(`A password has at least ${SHORTEST_PASSWORD} characters.\n`);
    return 2;
  }
  const screen = screenToShow(switches.display);
  if (!screen.can) {
    stderr.write(`${screen.message}\n`);
    return 1;
  }
  const { settings: store, records } = await openUserData((sentence) => stderr.write(`${sentence}\n`));
  const { settings } = store;
  const run: NoviceRun = {
    for: switches.for,
    expires: switches.expires ?? settings.invitationLifetime,
    force: switches.force ?? false,
    viewOnly: switches.viewOnly ?? !settings.mayBeControlled,
    json: switches.json ?? false,
    display: screen.display,
    bandwidth: settings.bandwidth,
    records,
    ...(switches.file !== undefined && { file: switches.file }),
    ...(switches.downloads !== undefined && { downloads: resolve(switches.downloads) }),
    ...(switches.port !== undefined && { port: switches.port }),
    ...(given !== undefined && { password: given }),
  };
  return untilSignal(async (end) => {
    // Loaded now and not with the program: help and wrong use need neither desktop nor fonts.
    const { runNovice } = await import('../novice/run.js');
    return runNovice(run, { stdin, stdout, stderr }, end);
  });
}

async function passwordFromInput(): Promise<string | undefined> {
  const { stdin, stderr } = process;
  return stdin.isTTY ? askPassword('Password for the invitation: ', stdin, stderr) : firstLine(stdin);
}

function password(text: string): string {
  if (text !== '-' && text.length < SHORTEST_PASSWORD)
    throw new InvalidArgumentError(`A password has at least ${SHORTEST_PASSWORD} characters.`);
  return text;
}

function duration(text: string): number {
  const parsed = parseDuration(text);
  if (parsed === undefined) throw new InvalidArgumentError('A time is written as 30m, 6h or 2d, and is at most 30 days.');
  return parsed;
}

function port(text: string): number {
  const number = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > 65535) throw new InvalidArgumentError('A port is a number from 1 to 65535.');
  return number;
}
