/** The CNV networks with the names of their published parameters, relative to the shared data. */
export const CNV_NETWORKS = [
  { name: 'cnv-w1a1', parameters: 'bnn-pynq/params/cifar10/cnvW1A1/cnvW1A1.tar' },
  { name: 'cnv-w1a2', parameters: 'bnn-pynq/params/cifar10/cnvW1A2/cnvW1A2.tar' },
  { name: 'cnv-w2a2', parameters: 'bnn-pynq/params/cifar10/cnvW2A2/cnvW2A2.tar' },
] as const;
