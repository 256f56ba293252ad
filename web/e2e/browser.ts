// Debian's Chromium, quiet and without a network of its own.
import { chromium, type Browser } from 'playwright-core';

/** Chromium's own pattern instead of a camera, 30 pictures a second, which the browser allows without asking. */
export const CAMERA = ['--use-fake-device-for-media-stream=fps=30', '--use-fake-ui-for-media-stream'];

export function launch(more: string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...more],
  });
}
