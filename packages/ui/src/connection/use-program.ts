import type { PageState } from 'beside/protocol';
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Program } from './program.js';
import type { Connection } from './state.js';

/** The program, for every component. */
export const ProgramContext = createContext<Program | null>(null);

/** What commands are given to. */
export function useProgram(): Program {
  const program = useContext(ProgramContext);
  if (!program) throw new Error('no ProgramContext around this component');
  return program;
}

/** How the page stands to the program, kept up to date. */
export function useConnection(): Connection {
  const program = useProgram();
  return useSyncExternalStore(program.watch, program.connection);
}

/** The program's state, kept up to date; for components that are shown in contact only. */
export function usePageState(): PageState {
  const connection = useConnection();
  if (!('state' in connection)) throw new Error('shown without contact to the program');
  return connection.state;
}
