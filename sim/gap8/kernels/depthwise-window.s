# Depthwise convolution with any window, first pass: out[c][p] = sum in * filter + (bias[c] << normBias), in 32 bits. One channel
# per core at a time, output by output, product by product; what overhangs is left out.

.reg in, s0             # of the channel
.reg out, s1            # of the present output
.reg filter, s2
.reg bias, s3
.reg channels, s4       # left to the core
.reg biasValue, s5
.reg width, s6          # of the input
.reg kernelWidth, s7
.reg top, s8            # of the window on the input
.reg left, s9
.reg windowRows, s10    # of the window that lie on the input
.reg lineIn, s11        # the first of them on the input
.reg lineTaps, a1       # and its taps
.reg sum, t6

    csrr t0, mhartid
    lw t1, arg.channels(a0)
    lw in, arg.in(a0)
    addi t2, t1, CORES - 1
    srli t2, t2, LOG2_CORES
    mul t3, t2, t0                  # the core's first channel
    lw t4, arg.inPlane(a0)
    sub t1, t1, t3
    p.min channels, t2, t1
    mul t4, t4, t3
    lw t5, arg.outPlane(a0)
    lw t6, arg.taps(a0)
    add in, in, t4
    mul t5, t5, t3
    mul t6, t6, t3
    lw out, arg.out(a0)
    lw filter, arg.filter(a0)
    lw bias, arg.bias(a0)
    add out, out, t5
    add filter, filter, t6
    add bias, bias, t3
    lw width, arg.width(a0)
    lw kernelWidth, arg.kernelWidth(a0)

    blez channels, done
channel:
    p.lb biasValue, 1(bias!)
    lw t0, arg.normBias(a0)
    lw top, arg.firstTop(a0)
    sll biasValue, biasValue, t0
line:
    mv t0, top
    lw t1, arg.height(a0)
    lw t2, arg.kernelHeight(a0)
    jal a7, clip
    mv windowRows, t4
    add t0, top, t3
    mul t0, t0, width
    mul t3, t3, kernelWidth
    lw left, arg.firstLeft(a0)
    add lineIn, in, t0
    add lineTaps, filter, t3
output:
    mv t0, left
    mv t1, width
    mv t2, kernelWidth
    jal a7, clip
    add t0, lineIn, left
    add t0, t0, t3
    add t1, lineTaps, t3
    sub t2, width, t4
    sub t5, kernelWidth, t4
    mv sum, biasValue
    lp.setup 1, windowRows, rowsDone
    lp.setup 0, t4, tapsDone
    p.lb t3, 1(t0!)
    p.lb a2, 1(t1!)
    p.mac sum, t3, a2
tapsDone:
    add t0, t0, t2
    add t1, t1, t5
rowsDone:
    lw t1, arg.strideX(a0)
    lw t2, arg.endLeft(a0)
    p.sw sum, 4(out!)
    add left, left, t1
    blt left, t2, output
    lw t1, arg.strideY(a0)
    lw t2, arg.endTop(a0)
    add top, top, t1
    blt top, t2, line
    lw t0, arg.inPlane(a0)
    lw t1, arg.taps(a0)
    addi channels, channels, -1
    add in, in, t0
    add filter, filter, t1
    bnez channels, channel
done:
    li t0, BARRIER
    p.elw x0, 0(t0)
    ret

.include "clip.s"
