// Where the tests find a studio: PERCEPT_STUDIO_URL is one that runs; PERCEPT_STUDIO_COMMAND starts one, which prints its
// address. With neither, the tests are left out.
import { spawn, type ChildProcess } from 'node:child_process';

export const available = Boolean(process.env['PERCEPT_STUDIO_URL'] ?? process.env['PERCEPT_STUDIO_COMMAND']);
export const fake = /fake/.test(process.env['PERCEPT_STUDIO_COMMAND'] ?? '');

export interface Studio { url: string; stop(): void }

export async function start(): Promise<Studio> {
  const url = process.env['PERCEPT_STUDIO_URL'];
  if (url) return { url, stop: () => undefined };
  const child: ChildProcess = spawn('/bin/sh', ['-c', process.env['PERCEPT_STUDIO_COMMAND'] ?? ''], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const found = await new Promise<string>((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`the studio printed no address: ${said}`)), 60_000);
    child.stdout?.on('data', (data) => {
      said += String(data);
      const address = /http:\/\/[^\s/]+/.exec(said)?.[0];
      if (address) {
        clearTimeout(timer);
        resolve(`${address}/`);
      }
    });
    child.on('exit', () => reject(new Error(`the studio ended: ${said}`)));
  });
  return {
    url: found,
    stop: () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    },
  };
}
