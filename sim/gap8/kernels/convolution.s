# 3x3 convolution with stride 2, second pass behind the bias: out[m][y][x] += sum in[k] * filter[m][k], in 32 bits, one input
# after the other. Each core has its output channels; a window slides down each column. (facts: GAP8, kernels, layer 0)

.equ STRIDE, 2
.reg in, s0             # of the present input
.reg out, s1            # of the output channel
.reg filter, s2
.reg width, s3          # of the input
.reg outRow, s4         # bytes of an output row
.reg columns, s5        # windows that do not overhang
.reg rows, s6
.reg channels, s7       # output channels left to the core
.reg inputs, s8         # input channels left
.reg inPlane, s9
.reg start, a2          # the output itself, where border.s has its pointer

    csrr t0, mhartid
    addi sp, sp, -8
    sw ra, 4(sp)
    lw t1, arg.outChannels(a0)
    addi t2, t1, CORES - 1
    srli t2, t2, LOG2_CORES
    mul t3, t2, t0
    sub t4, t1, t3
    p.min channels, t2, t4
    lw t1, arg.inChannels(a0)
    lw t2, arg.outPlane(a0)
    lw out, arg.out(a0)
    mul t1, t1, t3
    mul t2, t2, t3
    lw filter, arg.filter(a0)
    lw inPlane, arg.inPlane(a0)
    add out, out, t2
    slli t2, t1, 3
    add t1, t1, t2                  # nine taps an input channel
    add filter, filter, t1
    lw width, arg.width(a0)
    lw outRow, arg.outRow(a0)
    lw columns, arg.columns(a0)
    lw rows, arg.rows(a0)

    blez channels, done
channel:
    lw in, arg.in(a0)
    lw inputs, arg.inChannels(a0)
input:
    call borders
    blez columns, inputDone
    blez rows, inputDone

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
    lp.setup 1, columns, inputDone
    mv t0, a4
    mv t1, a5
    p.lw t2, width(t0!)
    lp.setup 0, rows, slideDone
    lw t5, 0(t1)
    p.lw t3, width(t0!)
    p.lw t4, width(t0!)
    pv.sdotsp.b t5, t2, a1
    pv.sdotsp.b t5, t3, a2
    pv.sdotsp.b t5, t4, a3
    mv t2, t4
    p.sw t5, outRow(t1!)
slideDone:
    addi a4, a4, STRIDE
    addi a5, a5, 4
inputDone:
    addi filter, filter, 9
    add in, in, inPlane
    addi inputs, inputs, -1
    bnez inputs, input
    lw t0, arg.outPlane(a0)
    addi channels, channels, -1
    add out, out, t0
    bnez channels, channel
done:
    li t0, BARRIER
    p.elw x0, 0(t0)
    lw ra, 4(sp)
    ret

.include "border.s"
