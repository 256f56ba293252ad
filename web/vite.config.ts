// Builds the pages into dist/: index.html and files whose names carry a hash, so that the server may let them be kept.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

// Every browser that runs the pages reads woff2: the two older forms of each of KaTeX's fonts stay out of the binary.
function woff2_only(): Plugin {
  return {
    name: 'woff2-only',
    enforce: 'pre',
    transform(code, id) {
      if (!/katex.*\.css/.test(id)) return null;
      return code.replace(/,\s*url\([^)]*\.(woff|ttf)\)\s*format\(["'][a-z]+["']\)/g, '');
    },
  };
}

export default defineConfig({
  base: './',
  plugins: [woff2_only(), svelte()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // the server's policy allows fonts and scripts from itself alone
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
});
