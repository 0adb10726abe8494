import { displayable } from '@beside/bytes';
import type { Command } from 'commander';
import type { SessionFolder } from '../history/session-folder.js';
import type { Output } from './history.js';
import { asJson } from './json.js';

/** The switches of `beside log`. */
export interface LogSwitches {
  readonly json?: true;
}

/** Longest name that is repeated in an error, in characters. */
const NAME_LIMIT = 100;

/** Adds `log` to the program. */
export function registerLogCommand(program: Command): void {
  program
    .command('log')
    .description('the record of one past session')
    .argument('<session>', 'which, as beside history names it')
    .option('--json', 'for programs: one JSON object a line')
    .action(async (session: string, switches: LogSwitches) => {
      const { stdout, stderr } = process;
      const [{ SessionFolder }, { userFolders }] = await Promise.all([
        import('../history/session-folder.js'),
        import('../settings/folders.js'),
      ]);
      process.exitCode = await log(session, switches, new SessionFolder(userFolders().state), { stdout, stderr });
    });
}

/** Prints one record. @returns the exit code */
export async function log(
  session: string,
  { json }: LogSwitches,
  sessions: SessionFolder,
  { stdout, stderr }: Output,
): Promise<0 | 1> {
  const lines = await sessions.read(session).catch(() => 'unreadable' as const);
  if (lines === undefined || lines === 'unreadable') {
    const name = displayable(session, NAME_LIMIT);
    stderr.write(
      lines === undefined
        ? `There is no session ${name}. beside history tells which there are.\n`
        : `The record of session ${name} cannot be read.\n`,
    );
    return 1;
  }
  const role = lines[0]?.['role'] === 'expert' ? 'expert' : 'novice';
  if (json) for (const line of lines) stdout.write(asJson(line));
  else {
    // Loaded now and not with the program: the words are those of all that a session can tell.
    const { lineWords } = await import('../history/wording.js');
    const [first] = lines;
    if (first)
      stdout.write(`${new Date(first.time).toLocaleDateString()}, ${role === 'novice' ? 'you were helped' : 'you helped'}\n`);
    for (const line of lines) {
      const time = new Date(line.time).toLocaleTimeString();
      for (const [i, words] of lineWords(role, line).entries())
        stdout.write(`${i === 0 ? time : ' '.repeat(time.length)}  ${words}\n`);
    }
  }
  return 0;
}
