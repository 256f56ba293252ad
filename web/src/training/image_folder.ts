// A folder of images, a class a subfolder, as a reader drops or chooses it: what of it a training can use.
import type { Key } from '../words/index.svelte';

export const LIMITS = { images: 50_000, classes: 1_000, image_bytes: 12 * 2 ** 20, bytes: 4 * 2 ** 30, files: 200_000 }; // the server's own too, but for the last

/** Where a file lies below the folder, its own name last. */
export interface FolderFile { path: string[]; file: File }
export type Part = '' | 'train' | 'val' | 'test';
export interface FolderImage { part: Part; label: string; name: string; file: File }
export interface FoundFolder {
  name: string;
  images: FolderImage[];
  classes: string[];
  bytes: number;
  others: number; // files that are no images
  loose: number; // images that lie in no subfolder
  large: number; // images of too many bytes
}

const IMAGE = /\.(jpe?g|png)$/i;
const PARTS = ['train', 'val', 'test'];
const hidden = (path: string[]): boolean => path.some((name) => name.startsWith('.'));

/** Whether it is divided as a training knows it: train, and test or val, with the classes in them. */
function is_divided(images: FolderFile[]): boolean {
  const tops = new Set(images.map(({ path }) => path[0]!));
  return tops.has('train') && tops.size > 1 && [...tops].every((top) => PARTS.includes(top)) && images.every(({ path }) => path.length > 2);
}

export function sort_out(name: string, files: FolderFile[]): FoundFolder {
  const seen = files.filter(({ path }) => !hidden(path));
  const images = seen.filter(({ path }) => IMAGE.test(path.at(-1)!));
  const placed = images.filter(({ path }) => path.length > 1);
  const fitting = placed.filter(({ file }) => file.size <= LIMITS.image_bytes);
  const divided = is_divided(placed);
  const taken = fitting.map(({ path, file }) => ({ part: divided ? (path[0] as Part) : '' as const, label: path[divided ? 1 : 0]!, name: path.at(-1)!, file }));
  return {
    name, images: taken, classes: [...new Set(taken.map(({ label }) => label))].sort(), bytes: taken.reduce((sum, { file }) => sum + file.size, 0),
    others: seen.length - images.length, loose: images.length - placed.length, large: placed.length - fitting.length,
  };
}

/** Why a training cannot use it. */
export function fault_of(found: FoundFolder): Key | null {
  if (found.images.length === 0) return found.loose > 0 ? 'folder.loose_only' : 'folder.none';
  if (found.classes.length < 2) return 'folder.one_class';
  if (found.images.length > LIMITS.images || found.classes.length > LIMITS.classes || found.bytes > LIMITS.bytes) return 'folder.too_much';
  return null;
}

/** What `<input webkitdirectory>` gave. */
export function of_chosen(files: Iterable<File>): FoundFolder {
  const listed = [...files].map((file) => ({ path: file.webkitRelativePath.split('/'), file }));
  return sort_out(listed[0]?.path[0] ?? '', listed.map(({ path, file }) => ({ path: path.slice(1), file })));
}

const entries_of = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> => new Promise((done, fail) => reader.readEntries(done, fail));
const file_of = (entry: FileSystemFileEntry): Promise<File> => new Promise((done, fail) => entry.file(done, fail));

async function walk(entry: FileSystemEntry, path: string[], files: FolderFile[], wanted: () => boolean): Promise<void> {
  if (!wanted() || files.length >= LIMITS.files || hidden(path)) return;
  if (entry.isFile) return void files.push({ path, file: await file_of(entry as FileSystemFileEntry) });
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (let some = await entries_of(reader); some.length > 0; some = await entries_of(reader)) // a hundred at a time
    for (const each of some) await walk(each, [...path, each.name], files, wanted);
}

/** What was dropped: one folder, or the folders of the classes. The entries are to be taken while the event lasts. */
export async function of_dropped(entries: FileSystemEntry[], wanted: () => boolean): Promise<FoundFolder> {
  const files: FolderFile[] = [];
  const only = entries.length === 1 && entries[0]!.isDirectory;
  for (const entry of entries) await walk(entry, only ? [] : [entry.name], files, wanted);
  return sort_out(only ? entries[0]!.name : 'images', files);
}
