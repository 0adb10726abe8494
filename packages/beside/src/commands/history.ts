import type { Command } from 'commander';
import type { UserData } from '../history/user-data.js';
import { whyNotWritten } from '../settings/write-failure.js';
import { asJson } from './json.js';

/** The switches of `beside history`. */
export interface HistorySwitches {
  readonly json?: true;
  readonly forget?: true;
}

/** Where a command writes. */
export interface Output {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

/** Adds `history` to the program. */
export function registerHistoryCommand(program: Command): void {
  program
    .command('history')
    .description('past sessions on this computer, newest first')
    .option('--json', 'for programs: one JSON object a line')
    .option('--forget', 'take all records of sessions away, and the list of the people in them')
    .action(async (switches: HistorySwitches) => {
      const { stdout, stderr } = process;
      const { openUserData } = await import('../history/user-data.js');
      const data = await openUserData((sentence) => stderr.write(`${sentence}\n`));
      process.exitCode = await history(switches, data, { stdout, stderr });
    });
}

/** Lists past sessions, or forgets them. @returns the exit code */
export async function history({ json, forget }: HistorySwitches, data: UserData, { stdout, stderr }: Output): Promise<0 | 1> {
  const { sessions, contacts } = data;
  try {
    if (forget) {
      const forgotten = { sessions: await sessions.forget(), contacts: await contacts.forget() };
      if (json) stdout.write(asJson(forgotten));
      else
        stdout.write(
          `Forgotten: ${many(forgotten.sessions, 'session', 'sessions')}, ${many(forgotten.contacts, 'person', 'people')}.\n`,
        );
      return 0;
    }
    const summaries = await sessions.list();
    if (json) for (const summary of summaries) stdout.write(asJson(summary));
    else if (summaries.length === 0) stdout.write('There are no past sessions.\n');
    else {
      // Loaded now and not with the program: the words are those of all that a session can tell.
      const { summaryWords } = await import('../history/wording.js');
      for (const summary of summaries) {
        const started = new Date(summary.startedAt).toLocaleString();
        stdout.write(`${summary.id}  ${started}\n    ${summaryWords(summary)}\n`);
      }
    }
    return 0;
  } catch (error) {
    stderr.write(
      `The records in ${sessions.path} cannot be ${forget ? `taken away: ${whyNotWritten(error, sessions.path)}` : 'read.'}\n`,
    );
    return 1;
  }
}

function many(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}
