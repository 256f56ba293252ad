// How the page looks at the network: it goes along in links and saved files, under a key that the server does not read.
export const UNIT_VIEWS = ['activation', 'gradient', 'weighted', 'dead'] as const;
export const OUTPUT_VIEWS = ['value', 'class', 'confidence', 'surface'] as const;
export type UnitView = (typeof UNIT_VIEWS)[number];
export type OutputView = (typeof OUTPUT_VIEWS)[number];

export interface View { tiles: UnitView; output: OutputView; discrete: boolean; train: boolean; test: boolean; speed: number }

/** What of it is sound in a file. */
export function view_of(value: unknown): Partial<View> {
  if (typeof value !== 'object' || value === null) return {};
  const view = value as Record<string, unknown>;
  return {
    ...(UNIT_VIEWS.includes(view['tiles'] as UnitView) && { tiles: view['tiles'] as UnitView }),
    ...(OUTPUT_VIEWS.includes(view['output'] as OutputView) && { output: view['output'] as OutputView }),
    ...Object.fromEntries(['discrete', 'train', 'test'].flatMap((name) => (typeof view[name] === 'boolean' ? [[name, view[name]]] : []))),
    ...(typeof view['speed'] === 'number' && view['speed'] >= 0 && view['speed'] <= 1e9 && { speed: view['speed'] }),
  };
}
