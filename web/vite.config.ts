// Builds the pages into dist/: index.html and files whose names carry a hash, so that the server may let them be kept.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin, type ProxyOptions } from 'vite';

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

// `PERCEPT_STUDIO_URL=http://127.0.0.1:7321 npm run dev` shows the pages as they are being written, over a studio that runs.
const studio = process.env['PERCEPT_STUDIO_URL']?.replace(/\/$/, '');
const line = studio ? { target: studio, changeOrigin: true, headers: { origin: studio } } : null;
const proxy: Record<string, ProxyOptions> = line ? { '/api': line, '/ws': { ...line, ws: true } } : {};

export default defineConfig({
  server: { proxy, fs: { allow: ['..'] } }, // the course stands in docs/
  preview: { proxy },
  base: './',
  plugins: [woff2_only(), svelte()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // the server's policy allows fonts and scripts from itself alone
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
});
