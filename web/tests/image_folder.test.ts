// What of a folder a training can use, and why not.
import { describe, expect, it } from 'vitest';
import { fault_of, LIMITS, of_dropped, sort_out } from '../src/training/image_folder';

const file = (path: string, size = 10) => ({ path: path.split('/'), file: { size } as File });
const sorted = (...paths: string[]) => sort_out('pets', paths.map((path) => file(path)));
const shown = (found: ReturnType<typeof sorted>) => found.images.map(({ part, label, name }) => [part, label, name].join('|'));

describe('a folder of images', () => {
  it('has a class a subfolder, whatever lies deeper', () => {
    const found = sorted('dog/1.JPG', 'cat/more/2.png', 'cat/3.jpeg');
    expect(shown(found)).toEqual(['|dog|1.JPG', '|cat|2.png', '|cat|3.jpeg']);
    expect(found.classes).toEqual(['cat', 'dog']);
    expect(found.bytes).toBe(30);
    expect(fault_of(found)).toBe(null);
  });
  it('counts what is left out, and passes over hidden files', () => {
    const found = sort_out('pets', [file('cat/1.png'), file('dog/1.png'), file('cat/notes.txt'), file('2.png'), file('.git/x.png'), file('cat/.DS_Store'), file('cat/9.png', LIMITS.image_bytes + 1)]);
    expect([found.images.length, found.others, found.loose, found.large]).toEqual([2, 1, 1, 1]);
  });
  it('knows one that is divided into train and test', () => {
    expect(shown(sorted('train/cat/1.png', 'train/dog/1.png', 'test/cat/2.png'))).toEqual(['train|cat|1.png', 'train|dog|1.png', 'test|cat|2.png']);
    for (const other of ['train/1.png', 'cat/1.png']) expect(sorted('train/cat/1.png', 'test/cat/2.png', other).classes).toContain('train');
    expect(sorted('train/cat/1.png', 'train/dog/1.png').classes).toEqual(['train']);
  });
  it('says why a training cannot use it', () => {
    expect(fault_of(sorted())).toBe('folder.none');
    expect(fault_of(sorted('a.txt', 'cat/b.gif'))).toBe('folder.none');
    expect(fault_of(sorted('1.png', '2.png'))).toBe('folder.loose_only');
    expect(fault_of(sorted('cat/1.png'))).toBe('folder.one_class');
    expect(fault_of(sort_out('many', Array.from({ length: LIMITS.classes + 1 }, (_, i) => file(`${i}/1.png`))))).toBe('folder.too_much');
    expect(fault_of(sort_out('large', Array.from({ length: 400 }, (_, i) => file(`${i % 2}/${i}.png`, LIMITS.image_bytes))))).toBe('folder.too_much');
  });
  it('walks what was dropped, a hundred entries at a time', async () => {
    const leaf = (name: string) => ({ name, isFile: true, isDirectory: false, file: (done: (file: File) => void) => done({ size: 1 } as File) });
    const tree = (name: string, children: object[]) => ({ name, isFile: false, isDirectory: true, createReader: () => {
      let at = 0;
      return { readEntries: (done: (some: object[]) => void) => done(children.slice(at, (at += 100))) };
    } });
    const classes = ['cat', 'dog'].map((name) => tree(name, Array.from({ length: 150 }, (_, i) => leaf(`${i}.png`))));
    const given = (entries: object[], wanted = () => true) => of_dropped(entries as unknown as FileSystemEntry[], wanted);
    const one = await given([tree('pets', classes)]);
    expect([one.name, one.images.length, one.classes]).toEqual(['pets', 300, ['cat', 'dog']]);
    const two = await given(classes);
    expect([two.name, two.images.length, two.classes]).toEqual(['images', 300, ['cat', 'dog']]);
    expect((await given(classes, () => false)).images).toEqual([]);
  });
});
