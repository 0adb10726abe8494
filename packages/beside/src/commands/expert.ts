import { basename, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { ExpertRun } from '../expert/run.js';
import { firstLine } from '../terminal/first-line.js';
import { askPassword } from './ask-password.js';
import { requirePageSwitches, runPages } from './home.js';
import { untilSignal } from './until-signal.js';

/** The switches of `beside expert`. */
interface ExpertSwitches {
  readonly file?: string;
  readonly link?: string;
  /** `-`: from standard input. */
  readonly password?: string;
  readonly ui: 'terminal' | 'browser' | 'none';
  readonly screenshot?: string;
  readonly chat?: string;
  readonly requestControl?: true;
  readonly type?: string;
  readonly downloads?: string;
  readonly json?: true;
}

/** Adds `expert` to the program. */
export function registerExpertCommand(program: Command): void {
  program
    .command('expert')
    .description('give help: open an invitation and, if the other person says so, see and control that screen')
    .addOption(new Option('--file <file>', 'the invitation').conflicts('link'))
    .option('--link <link>', 'the invitation, as a link')
    .option('--password <password>', 'its password; - takes it from standard input (default: it is asked for)')
    .addOption(
      new Option('--ui <where>', 'where you are: at the terminal, at a page in the browser, or nowhere, for scripts')
        .choices(['terminal', 'browser', 'none'])
        .default('terminal'),
    )
    .option('--screenshot <file>', 'save the picture as PNG, once every pixel has come and it stands still')
    .option('--chat <text>', 'write to the other person')
    .option('--request-control', 'ask for control')
    .addOption(new Option('--type <text>', 'type this once control is given').implies({ requestControl: true }))
    .option('--downloads <folder>', 'where files go that the other person sends (default: your folder for downloads)')
    .option('--json', 'for programs: one JSON object a line')
    .addHelpText('after', COMMANDS)
    .action(async (switches: ExpertSwitches, command: Command) => {
      const { ui } = switches;
      process.exitCode = ui === 'browser' ? await onPages(switches, command) : await expert({ ...switches, ui });
    });
}

async function onPages(switches: ExpertSwitches, command: Command): Promise<0 | 1> {
  requirePageSwitches(command, ['file', 'link', 'json']);
  const { file, link } = switches;
  const run = { place: 'help', json: switches.json ?? false } as const;
  if ((file ?? link) === undefined) return runPages(run);
  const { readInvitation, InvitationFileError } = await import('../expert/read-invitation.js');
  try {
    const given = { name: file === undefined ? 'link' : basename(file), bytes: await readInvitation(file, link) };
    return await runPages({ ...run, given });
  } catch (error) {
    if (!(error instanceof InvitationFileError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

const COMMANDS = `
While it runs, in the terminal or through a pipe:
  r         ask for control
  g         give it back
  t TEXT    type
  c TEXT    write to the other person
  f FILE    send a file
  x         call files off
  y, n      take a file that is offered, or don't
  w FILE    save the picture
  q         end

With --ui none it does what the switches ask, in this order: --chat, --request-control, --type, --screenshot; then it ends.
Without any of these it stays until the other person ends the session, or a signal does.`;

async function expert(switches: ExpertSwitches & { readonly ui: ExpertRun['ui'] }): Promise<0 | 1 | 2> {
  const { stdin, stdout, stderr } = process;
  const { file, link } = switches;
  if ((file ?? link) === undefined) {
    stderr.write('Which invitation? Say --file or --link.\n');
    return 2;
  }
  // Loaded now and not with the program: help and wrong use need no decoders.
  const [{ runExpert }, { readInvitation, InvitationFileError }, { downloadsFolder }, { openUserData }] = await Promise.all([
    import('../expert/run.js'),
    import('../expert/read-invitation.js'),
    import('../files/downloads-folder.js'),
    import('../history/user-data.js'),
  ]);
  try {
    const run: ExpertRun = {
      invitation: await readInvitation(file, link),
      password: await passwordOf(switches),
      ui: switches.ui,
      downloads: switches.downloads === undefined ? await downloadsFolder() : resolve(switches.downloads),
      json: switches.json ?? false,
      chat: switches.chat,
      requestControl: switches.requestControl ?? false,
      type: switches.type,
      screenshot: switches.screenshot,
    };
    const { records } = await openUserData((sentence) => stderr.write(`${sentence}\n`));
    // From here on: a signal while the password is asked for is left to the system, since there is nothing to end yet.
    return await untilSignal((end) => runExpert(run, { stdin, stdout, stderr }, end, records));
  } catch (error) {
    if (!(error instanceof InvitationFileError)) throw error;
    stderr.write(`${error.message}\n`);
    return 1;
  }
}

async function passwordOf({ password }: ExpertSwitches): Promise<string | undefined> {
  const { stdin, stderr } = process;
  if (password !== undefined && password !== '-') return password;
  if (stdin.isTTY) return askPassword('Password of the invitation: ', stdin, stderr);
  return password === '-' ? firstLine(stdin) : undefined;
}
