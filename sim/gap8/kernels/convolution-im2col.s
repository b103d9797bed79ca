# Convolution with any window, second pass behind the bias: out[m][p] += sum in * filter[m], in 32 bits. Output by output:
# all cores gather the window's inputs into one vector (the im2col buffer), zeros where it overhangs; barrier; each core its rows
# of weights; barrier. It is pointwise.s with a window around each pixel. The cores start their rows two cycles one after the other:
# in step all would ask for the same word of the vector, and where rows of weights begin in one bank they never get out of step.

.reg vector, s0         # the gathered window, shared
.reg gathered, s1       # channels that the core gathers
.reg destination, s2    # their place in the vector
.reg weights, s3        # the core's first row
.reg out, s4            # its sum for the present output
.reg rows, s5           # output channels of the core
.reg outPlane, s6       # bytes from one output channel to the next
.reg iterations, s7     # of eight products
.reg rest, s8           # products behind the last iteration
.reg top, s9            # of the window on the input
.reg left, s10
.reg source, s11        # the core's first channel of the input
.reg width, a1          # of the input
.reg kernelWidth, a2
.reg windowRows, a3     # of the window that lie on the input
.reg lineIn, a4         # the first of them on the input
.reg lineVector, a5     # and in the vector
.reg channelIn, a6      # from behind a channel's last row to the next channel
.reg channelVector, ra
.reg sum, t6

    csrr t0, mhartid
    addi sp, sp, -8
    sw ra, 4(sp)
    lw t1, arg.inChannels(a0)
    lw source, arg.in(a0)
    addi t2, t1, CORES - 1
    srli t2, t2, LOG2_CORES         # channels of a core
    mul t3, t2, t0                  # its first
    lw t5, arg.inPlane(a0)
    sub t4, t1, t3
    p.min gathered, t2, t4
    mul t5, t5, t3
    lw t6, arg.taps(a0)
    lw vector, arg.vector(a0)
    add source, source, t5
    mul t5, t6, t3
    mul t1, t1, t6                  # products of an output
    add destination, vector, t5
    srli iterations, t1, 3
    andi rest, t1, 7

    lw t4, arg.outChannels(a0)
    lw outPlane, arg.outPlane(a0)
    addi t2, t4, CORES - 1
    srli t2, t2, LOG2_CORES         # output channels of a core
    mul t3, t2, t0                  # its first
    lw weights, arg.filter(a0)
    lw out, arg.out(a0)
    sub t4, t4, t3
    p.min rows, t2, t4
    mul t1, t1, t3
    mul t3, outPlane, t3
    add weights, weights, t1
    add out, out, t3
    lw width, arg.width(a0)
    lw kernelWidth, arg.kernelWidth(a0)
    lw top, arg.firstTop(a0)

line:
    mv t0, top
    lw t1, arg.height(a0)
    lw t2, arg.kernelHeight(a0)
    jal a7, clip
    mv windowRows, t4
    add t0, top, t3
    mul t0, t0, width
    mul t3, t3, kernelWidth
    mul t1, windowRows, width
    mul t2, windowRows, kernelWidth
    lw channelIn, arg.inPlane(a0)
    lw channelVector, arg.taps(a0)
    add lineIn, source, t0
    add lineVector, destination, t3
    sub channelIn, channelIn, t1
    sub channelVector, channelVector, t2
    lw left, arg.firstLeft(a0)
pixel:
    blez gathered, gatherDone
    mv t0, left
    mv t1, width
    mv t2, kernelWidth
    jal a7, clip
    lw t6, arg.taps(a0)
    mul t5, t4, windowRows
    add t0, lineIn, left
    add t0, t0, t3
    add t1, lineVector, t3
    beq t5, t6, inside              # else the window overhangs
    mul t6, t6, gathered
    mv t5, destination
    lp.setup 0, t6, inside
    p.sb x0, 1(t5!)
    nop                             # hardware loops have two instructions at least
inside:
    sub t5, width, t4
    sub t6, kernelWidth, t4
    mv t2, gathered
channel:
    lp.setup 1, windowRows, rowsDone
    lp.setup 0, t4, bytesDone
    p.lb t3, 1(t0!)
    p.sb t3, 1(t1!)
bytesDone:
    add t0, t0, t5
    add t1, t1, t6
rowsDone:
    addi t2, t2, -1
    add t0, t0, channelIn
    add t1, t1, channelVector
    bnez t2, channel
gatherDone:
    li t0, BARRIER
    p.elw x0, 0(t0)

    blez rows, pixelDone
    csrr t1, mhartid
    beqz t1, inTurn
    lp.setup 0, t1, inTurn
    nop
    nop
inTurn:
    mv t0, weights
    mv t3, out
    lp.setup 1, rows, pixelDone
    lw sum, 0(t3)
    mv t4, vector
    blez iterations, dotDone
    lp.setup 0, iterations, dotDone
    p.lw t1, 4(t4!)
    p.lw t2, 4(t0!)
    pv.sdotsp.b sum, t1, t2
    p.lw t1, 4(t4!)
    p.lw t2, 4(t0!)
    pv.sdotsp.b sum, t1, t2
dotDone:
    beqz rest, store
    lp.setup 0, rest, store
    p.lb t1, 1(t4!)
    p.lb t2, 1(t0!)
    p.mac sum, t1, t2
store:
    p.sw sum, outPlane(t3!)
pixelDone:
    li t0, BARRIER
    p.elw x0, 0(t0)

    lw t1, arg.strideX(a0)
    lw t2, arg.endLeft(a0)
    add left, left, t1
    addi out, out, 4
    blt left, t2, pixel
    lw t1, arg.strideY(a0)
    lw t2, arg.endTop(a0)
    add top, top, t1
    blt top, t2, line
    lw ra, 4(sp)
    ret

.include "clip.s"
