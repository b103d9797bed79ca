# The second pass of a convolution: out[c][i] = clip((in[c][i] * multiplier[c]) >> norm), from 32 bits to 8.
# One channel per core at a time, two outputs an iteration. (facts: GAP8, kernels, depthwise)

.reg in, s0
.reg out, s1
.reg multiplier, s2
.reg channels, s3       # of the core
.reg pairs, s4
.reg odd, s5
.reg norm, s6

    csrr t0, mhartid
    lw t1, arg.channels(a0)
    addi t2, t1, CORES - 1
    srli t2, t2, LOG2_CORES
    mul t3, t2, t0
    sub t4, t1, t3
    p.min channels, t2, t4
    lw t1, arg.plane(a0)
    lw in, arg.in(a0)
    lw out, arg.out(a0)
    mul t4, t1, t3
    lw multiplier, arg.multiplier(a0)
    lw norm, arg.norm(a0)
    add out, out, t4
    slli t4, t4, 2
    add in, in, t4
    add multiplier, multiplier, t3
    srli pairs, t1, 1
    andi odd, t1, 1

    blez channels, done
channel:
    p.lbu t0, 1(multiplier!)
    beqz pairs, pairsDone
    lp.setup 0, pairs, pairsDone
    p.lw t1, 4(in!)
    p.lw t2, 4(in!)
    mul t1, t1, t0
    mul t2, t2, t0
    sra t1, t1, norm
    sra t2, t2, norm
    p.clipu t1, t1, 8
    p.clipu t2, t2, 8
    p.sb t1, 1(out!)
    p.sb t2, 1(out!)
pairsDone:
    beqz odd, channelDone
    p.lw t1, 4(in!)
    mul t1, t1, t0
    sra t1, t1, norm
    p.clipu t1, t1, 8
    p.sb t1, 1(out!)
channelDone:
    addi channels, channels, -1
    bnez channels, channel
done:
    li t0, BARRIER
    p.elw x0, 0(t0)
    ret
