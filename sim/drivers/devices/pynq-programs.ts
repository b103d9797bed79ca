/** How BNN-PYNQ runs one of its networks (LFC notebook; facts/bnn-pynq.md section 3). */
export interface BnnProgram {
  readonly classifier: 'LfcClassifier' | 'CnvClassifier';
  /** Name of the constant of the package that stands for the overlay. */
  readonly constant: string;
  /** Name of the overlay. */
  readonly overlay: string;
  /** Call that classifies a file. */
  readonly method: 'classify_mnists' | 'classify_cifars';
}

/** How QNN-MO-PYNQ runs the offloaded layers of one of its networks (its notebooks). */
export interface QnnProgram {
  readonly classifier: string;
  /** Layers file among the package's parameters. */
  readonly layers: string;
  /** Entry of the layers file that says what comes out. */
  readonly lastLayer: string;
}

const lfc = { classifier: 'LfcClassifier', method: 'classify_mnists' } as const;
const cnv = { classifier: 'CnvClassifier', method: 'classify_cifars' } as const;

/** Networks that BNN-PYNQ has overlays of. */
export const BNN_PROGRAMS: Readonly<Record<string, BnnProgram>> = {
  'lfc-w1a1': { ...lfc, constant: 'NETWORK_LFCW1A1', overlay: 'lfcW1A1' },
  'lfc-w1a2': { ...lfc, constant: 'NETWORK_LFCW1A2', overlay: 'lfcW1A2' },
  'cnv-w1a1': { ...cnv, constant: 'NETWORK_CNVW1A1', overlay: 'cnvW1A1' },
  'cnv-w1a2': { ...cnv, constant: 'NETWORK_CNVW1A2', overlay: 'cnvW1A2' },
  'cnv-w2a2': { ...cnv, constant: 'NETWORK_CNVW2A2', overlay: 'cnvW2A2' },
};

/** Networks that QNN-MO-PYNQ has notebooks of. */
export const QNN_PROGRAMS: Readonly<Record<string, QnnProgram>> = {
  dorefanet: { classifier: 'Dorefanet', layers: 'dorefanet-layers.json', lastLayer: 'merge4' },
  'tinier-yolo': { classifier: 'TinierYolo', layers: 'tinier-yolo-layers.json', lastLayer: 'conv7' },
};
