# Depthwise 3x3 with stride 1, first pass: out[c][y][x] = sum in * filter + (bias[c] << normBias), in 32 bits.
# One channel per core at a time. A window slides down each column: the filter's rows in three registers, the input's in
# three more, of which one is new for each output. (facts: GAP8, kernels, depthwise)

.equ STRIDE, 1
.reg in, s0             # of the channel
.reg out, s1
.reg filter, s2
.reg width, s3          # of the input
.reg outRow, s4         # bytes of an output row
.reg columns, s5        # windows that do not overhang
.reg rows, s6
.reg channels, s7       # left to the core
.reg bias, s8
.reg biasValue, s9
.reg start, sp          # the bias, in memory for the borders

    csrr t0, mhartid
    addi sp, sp, -8
    sw ra, 4(sp)
    lw t1, arg.channels(a0)
    addi t2, t1, CORES - 1
    srli t2, t2, LOG2_CORES
    mul t3, t2, t0
    sub t4, t1, t3
    p.min channels, t2, t4
    lw t1, arg.inPlane(a0)
    lw t2, arg.outPlane(a0)
    lw in, arg.in(a0)
    lw out, arg.out(a0)
    mul t1, t1, t3
    mul t2, t2, t3
    lw filter, arg.filter(a0)
    lw bias, arg.bias(a0)
    add in, in, t1
    add out, out, t2
    slli t1, t3, 3
    add t1, t1, t3                  # nine taps a channel
    add filter, filter, t1
    add bias, bias, t3
    lw width, arg.width(a0)
    lw outRow, arg.outRow(a0)
    lw columns, arg.columns(a0)
    lw rows, arg.rows(a0)

    blez channels, done
channel:
    p.lb biasValue, 1(bias!)
    lw t0, arg.normBias(a0)
    sll biasValue, biasValue, t0
    sw biasValue, 0(sp)
    call borders
    blez columns, channelDone
    blez rows, channelDone

    lw a1, 0(filter)
    lw a2, 3(filter)
    lw a3, 6(filter)
    p.bclr a1, a1, 7, 24            # rows of three taps and a zero
    p.bclr a2, a2, 7, 24
    p.bclr a3, a3, 7, 24
    lw a4, arg.interior(a0)
    lw a5, arg.interiorOut(a0)
    add a4, a4, in
    add a5, a5, out
    lp.setup 1, columns, channelDone
    mv t0, a4
    mv t1, a5
    p.lw t2, width(t0!)
    p.lw t3, width(t0!)
    lp.setup 0, rows, slideDone
    p.lw t4, width(t0!)
    mv t5, biasValue
    pv.sdotsp.b t5, t2, a1
    pv.sdotsp.b t5, t3, a2
    pv.sdotsp.b t5, t4, a3
    mv t2, t3
    mv t3, t4
    p.sw t5, outRow(t1!)
slideDone:
    addi a4, a4, STRIDE
    addi a5, a5, 4
channelDone:
    lw t0, arg.inPlane(a0)
    lw t1, arg.outPlane(a0)
    addi filter, filter, 9
    add in, in, t0
    add out, out, t1
    addi channels, channels, -1
    bnez channels, channel
done:
    li t0, BARRIER
    p.elw x0, 0(t0)
    lw ra, 4(sp)
    ret

.include "border.s"
