# Pointwise convolution of a tile: out[m][p] = clip(((sum_k in[k][p] * weights[m][k] + (bias[m] << normBias)) * multiplier[m]) >> norm).
# Pixel by pixel: all cores gather the pixel's channels into one vector; barrier; each core its rows of weights; barrier.
# (facts: GAP8, kernels, pointwise)

.reg pixels, s0         # left
.reg vector, s1         # the gathered pixel, shared
.reg source, s2         # the core's first channel of the pixel
.reg inStride, s3       # bytes from one channel to the next
.reg gathered, s4       # channels that the core gathers
.reg destination, s5    # their place in the vector
.reg weights, s6        # the core's first row
.reg bias, s7
.reg multiplier, s8
.reg out, s9            # the core's first output of the pixel
.reg outStride, s10
.reg rows, s11          # output channels of the core
.reg iterations, a1     # of eight products
.reg rest, a2           # products behind the last iteration
.reg normBias, a3
.reg norm, a4
.reg barrier, a5
.reg sum, t6

    csrr t0, mhartid
    lw t1, arg.inChannels(a0)
    addi t2, t1, CORES - 1
    srli t2, t2, LOG2_CORES         # channels of a core
    mul t3, t2, t0                  # its first
    sub t4, t1, t3
    p.min gathered, t2, t4
    lw vector, arg.vector(a0)
    add destination, vector, t3
    lw inStride, arg.inStride(a0)
    lw source, arg.in(a0)
    mul t4, t3, inStride
    srli iterations, t1, 3
    add source, source, t4
    andi rest, t1, 7

    lw t4, arg.outChannels(a0)
    addi t2, t4, CORES - 1
    srli t2, t2, LOG2_CORES         # output channels of a core
    mul t3, t2, t0                  # its first
    sub t4, t4, t3
    p.min rows, t2, t4
    mul t1, t1, t3
    lw weights, arg.weights(a0)
    lw bias, arg.bias(a0)
    lw multiplier, arg.multiplier(a0)
    lw outStride, arg.outStride(a0)
    add weights, weights, t1
    add bias, bias, t3
    add multiplier, multiplier, t3
    mul t3, t3, outStride
    lw out, arg.out(a0)
    lw t4, arg.outFirst(a0)
    lw pixels, arg.pixels(a0)
    lw normBias, arg.normBias(a0)
    lw norm, arg.norm(a0)
    add out, out, t3
    add out, out, t4
    li barrier, BARRIER

pixel:
    blez gathered, gatherDone
    mv t0, source
    mv t1, destination
    lp.setup 0, gathered, gatherDone
    p.lb t2, inStride(t0!)
    p.sb t2, 1(t1!)
.rept GATHER_IDLE               # cycles that another compiler's loop takes more
    nop
.endr
gatherDone:
    p.elw x0, 0(barrier)

    blez rows, pixelDone
    mv t0, weights
    mv t1, bias
    mv t2, multiplier
    mv t3, out
    lp.setup 1, rows, pixelDone
    p.lb sum, 1(t1!)
    mv t4, vector
    sll sum, sum, normBias
    blez iterations, dotDone
    lp.setup 0, iterations, dotDone
    p.lw a6, 4(t4!)
    p.lw a7, 4(t0!)
    pv.sdotsp.b sum, a6, a7
    p.lw a6, 4(t4!)
    p.lw a7, 4(t0!)
    pv.sdotsp.b sum, a6, a7
dotDone:
    beqz rest, scale
    lp.setup 0, rest, scale
    p.lb a6, 1(t4!)
    p.lb a7, 1(t0!)
    p.mac sum, a6, a7
scale:
    p.lbu a7, 1(t2!)
    mul sum, sum, a7
    sra sum, sum, norm
    p.clipu sum, sum, 8
    p.sb sum, outStride(t3!)
pixelDone:
    p.elw x0, 0(barrier)

    addi source, source, 1
    addi out, out, 1
    addi pixels, pixels, -1
    bnez pixels, pixel
    ret
