# The first pass of a convolution over several inputs: out[c][i] = bias[c] << normBias, in 32 bits.
# One channel per core at a time. (facts: GAP8, kernels, layer 0)

.reg bias, s0
.reg out, s1
.reg channels, s2       # of the core
.reg pairs, s3
.reg odd, s4
.reg normBias, s5

    csrr t0, mhartid
    lw t1, arg.channels(a0)
    addi t2, t1, CORES - 1
    srli t2, t2, LOG2_CORES
    mul t3, t2, t0
    sub t4, t1, t3
    p.min channels, t2, t4
    lw t1, arg.plane(a0)
    lw bias, arg.bias(a0)
    lw out, arg.out(a0)
    mul t4, t1, t3
    lw normBias, arg.normBias(a0)
    slli t4, t4, 2
    add bias, bias, t3
    add out, out, t4
    srli pairs, t1, 1
    andi odd, t1, 1

    blez channels, done
channel:
    p.lb t0, 1(bias!)
    sll t0, t0, normBias
    beqz pairs, pairsDone
    lp.setup 0, pairs, pairsDone
    p.sw t0, 4(out!)
    p.sw t0, 4(out!)
pairsDone:
    beqz odd, channelDone
    p.sw t0, 4(out!)
channelDone:
    addi channels, channels, -1
    bnez channels, channel
done:
    li t0, BARRIER
    p.elw x0, 0(t0)
    ret
