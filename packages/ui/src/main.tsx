import './theme/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { readFragment } from './connection/arrival.js';
import { Program } from './connection/program.js';
import { fragmentOf, routeOf } from './connection/route.js';
import { ProgramContext } from './connection/use-program.js';
import { language } from './text/use-text.js';

const { token, place } = readFragment(location.hash);
// The token leaves the address before anything else can read it there: the history keeps it no more than a copied link.
if (token !== null) history.replaceState(null, '', fragmentOf(routeOf(place ?? '')));

const program = new Program();
void program.open(token);
document.documentElement.lang = language;

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <ProgramContext value={program}>
      <App />
    </ProgramContext>
  </StrictMode>,
);
