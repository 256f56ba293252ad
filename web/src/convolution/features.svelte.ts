// The comparison of features and the kernels of trained networks: what the page knows of them, and how it asks.
import { to_base64 } from '../base64';
import type { ConvolutionRequest, FeaturePictures, FeatureProgress, KernelFile, KernelSources, LayerKernels, Problem } from '../protocol';
import { lab, MOST_BYTES } from './conv_lab.svelte';

const PAUSE = 400; // between two looks at a comparison that runs, in milliseconds
export const BINS = 9;

const TOO_LARGE: Problem = {
  code: 'page.large', where: '',
  message: { en: 'The file is larger than 11 MB.', fr: 'Le fichier dépasse 11 Mo.' },
  hint: { en: 'Put it into a run’s folder as best.safetensors: runs are read where they lie.', fr: 'Mettez-le dans un dossier d’exécution sous le nom best.safetensors : les exécutions sont lues sur place.' },
};

class Features {
  progress = $state.raw<FeatureProgress | null>(null);
  pictures = $state.raw<FeaturePictures | null>(null);
  example = $state(0);
  sources = $state.raw<KernelSources | null>(null);
  file = $state.raw<KernelFile | null>(null);
  source = $state(''); // where the file came from, as the list of sources has it
  layer = $state.raw<LayerKernels | null>(null);
  private watchers = 0;
  private timer = 0;

  private async ask<T>(request: ConvolutionRequest): Promise<T | null> {
    return (await lab.ask(request)) as unknown as T | null;
  }

  /** Looks as long as something that shows it is open; gives what ends that. */
  watch(): () => void {
    if (++this.watchers === 1) void this.look();
    return () => {
      if (--this.watchers === 0) window.clearTimeout(this.timer);
    };
  }
  private async look(): Promise<void> {
    window.clearTimeout(this.timer);
    const before = this.progress;
    this.progress = (await this.ask<FeatureProgress>({ ask: 'features' })) ?? before;
    const now = this.progress;
    if (now && now.examples > 0 && (this.pictures === null || now.rows.length !== before?.rows.length || before?.examples === 0)) void this.show(this.example);
    if (this.watchers > 0 && (now?.running || lab.status !== 'open')) this.timer = window.setTimeout(() => void this.look(), PAUSE);
  }
  async start(data: string, epochs: number, train: number, only_kernels = false): Promise<void> {
    this.pictures = null;
    await this.ask({ ask: 'start_features', data, epochs, train, seeds: 1, only_kernels });
    await this.look();
  }
  async stop(): Promise<void> {
    await this.ask({ ask: 'stop_features' });
    await this.look();
  }
  async show(example: number): Promise<void> {
    const count = this.progress?.examples ?? 0;
    if (count === 0) return;
    this.example = ((example % count) + count) % count;
    this.pictures = (await this.ask<FeaturePictures>({ ask: 'feature_pictures', example: this.example })) ?? this.pictures;
  }

  async list_sources(): Promise<void> {
    this.sources = (await this.ask<KernelSources>({ ask: 'kernel_sources' })) ?? this.sources;
  }
  /** The weights of a run, "" for the small network's; false where they were refused. */
  async open_run(run: string): Promise<boolean> {
    return this.opened(await this.ask<KernelFile>({ ask: 'open_run_kernels', run }));
  }
  /** A file of weights; false where it was refused. */
  async open_file(file: File): Promise<boolean> {
    if (file.size > MOST_BYTES) {
      lab.tell(TOO_LARGE);
      return false;
    }
    const bytes = new Uint8Array(await file.arrayBuffer());
    return this.opened(await this.ask<KernelFile>({ ask: 'open_kernel_file', name: file.name, base64: to_base64(bytes) }));
  }
  private async opened(file: KernelFile | null): Promise<boolean> {
    if (file === null) return false;
    this.file = file;
    await this.show_layer(0, 0);
    return true;
  }
  async show_layer(layer: number, channel: number): Promise<void> {
    this.layer = (await this.ask<LayerKernels>({ ask: 'layer_kernels', layer, channel })) ?? this.layer;
  }
}

export const features = new Features();

/** The numbers of a kernel as rows. */
export function rows_of(numbers: number[], width: number): number[][] {
  return Array.from({ length: numbers.length / width }, (_, row) => numbers.slice(row * width, (row + 1) * width));
}
