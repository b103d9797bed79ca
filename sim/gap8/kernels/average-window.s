# Average of each window: out[c][p] = (sum * (65536 / taps)) >> 16, the quotient a whole number. One channel per core at a time,
# output by output; what overhangs does not count, and then the quotient is divided anew.

.reg in, s0             # of the channel
.reg out, s1            # of the present output
.reg channels, s2       # left to the core
.reg width, s3          # of the input
.reg kernelWidth, s4
.reg top, s5            # of the window on the input
.reg left, s6
.reg windowRows, s7     # of the window that lie on the input
.reg lineIn, s8         # the first of them on the input
.reg taps, s9           # of a window that does not overhang
.reg factor, s10        # for one
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
    lw t5, arg.outputs(a0)
    lw out, arg.out(a0)
    add in, in, t4
    mul t5, t5, t3
    lw width, arg.width(a0)
    lw kernelWidth, arg.kernelWidth(a0)
    lw taps, arg.taps(a0)
    lw factor, arg.factor(a0)
    add out, out, t5

    blez channels, done
channel:
    lw top, arg.firstTop(a0)
line:
    mv t0, top
    lw t1, arg.height(a0)
    lw t2, arg.kernelHeight(a0)
    jal a7, clip
    mv windowRows, t4
    add t0, top, t3
    mul t0, t0, width
    lw left, arg.firstLeft(a0)
    add lineIn, in, t0
output:
    mv t0, left
    mv t1, width
    mv t2, kernelWidth
    jal a7, clip
    add t0, lineIn, left
    add t0, t0, t3
    sub t2, width, t4
    mul t5, t4, windowRows
    li sum, 0
    lp.setup 1, windowRows, rowsDone
    lp.setup 0, t4, tapsDone
    p.lb t3, 1(t0!)
    add sum, sum, t3
tapsDone:
    nop                             # hardware loops may not end closer to each other
    add t0, t0, t2
rowsDone:
    mv t1, factor
    beq t5, taps, scale             # else the window overhangs
    lui t1, 16
    divu t1, t1, t5
scale:
    mul sum, sum, t1
    lw t1, arg.strideX(a0)
    lw t2, arg.endLeft(a0)
    srai sum, sum, 16
    add left, left, t1
    p.sb sum, 1(out!)
    blt left, t2, output
    lw t1, arg.strideY(a0)
    lw t2, arg.endTop(a0)
    add top, top, t1
    blt top, t2, line
    lw t0, arg.inPlane(a0)
    addi channels, channels, -1
    add in, in, t0
    bnez channels, channel
done:
    li t0, BARRIER
    p.elw x0, 0(t0)
    ret

.include "clip.s"
