// Files in and out of the page.
import type { Export } from '../protocol';

export function save_blob(name: string, blob: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function save_export(file: Export): void {
  const bytes = file.base64 ? Uint8Array.from(atob(file.text), (letter) => letter.charCodeAt(0)) : file.text;
  save_blob(file.name, new Blob([bytes], { type: 'application/octet-stream' }));
}

/** A text file that the reader chooses; null where the choice is given up. */
export function open_text(accept: string): Promise<{ name: string; text: string } | null> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (file) void file.text().then((text) => resolve({ name: file.name, text }));
      else resolve(null);
    });
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}
