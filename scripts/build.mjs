/** `npm run build`: set up, compile, and build the pages. */
import { build, installModules, requireNode } from './setup.mjs';

requireNode();
installModules();
build();
