import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Languages that the pages have; React Aria brings words of its own in more than thirty. */
const LANGUAGES = ['en-US'];

/** Leaves out React Aria's words in languages that the pages do not have: half of the script otherwise. */
function onlyOurLanguages(): Plugin {
  return {
    name: 'only-our-languages',
    enforce: 'pre',
    load(id) {
      const language = /react-(?:aria|stately)[^/]*\/dist\/.*\/intl\/.*\/([a-z]{2}-[A-Z]{2})\.m?js$/.exec(id)?.[1];
      return language === undefined || LANGUAGES.includes(language) ? null : 'export default {};';
    },
  };
}

export default defineConfig({
  plugins: [onlyOurLanguages(), react()],
  build: {
    // Every browser that has WebCodecs, import.meta and CSS nesting; the pages are of no use in older ones.
    target: 'baseline-widely-available',
    // A data: URL is of no use to <use href>, and one file fewer is no gain on loopback.
    assetsInlineLimit: 0,
    // Its polyfill would be an inline script elsewhere; every browser of the target preloads modules itself.
    modulePreload: { polyfill: false },
    license: { fileName: 'licenses.md' },
    // One script: it comes from this computer, and half a megabyte is read sooner than several files are asked for.
    chunkSizeWarningLimit: 800,
  },
  worker: { format: 'es' },
});
