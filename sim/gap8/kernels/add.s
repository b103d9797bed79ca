# Sum of two maps: out[i] = clip((in[i] * multiplier + in2[i] * multiplier2) >> norm), 8 bits with a sign. Each core has a part of
# the elements, two an iteration.

.reg in, s0
.reg in2, s1
.reg out, s2
.reg pairs, s3
.reg odd, s4
.reg multiplier, s5
.reg multiplier2, s6
.reg norm, s7

    csrr t0, mhartid
    lw t1, arg.elements(a0)
    lw in, arg.in(a0)
    addi t2, t1, CORES - 1
    srli t2, t2, LOG2_CORES
    mul t3, t2, t0                  # the core's first
    lw in2, arg.in2(a0)
    lw out, arg.out(a0)
    sub t1, t1, t3
    p.min t1, t1, t2
    blez t1, done
    add in, in, t3
    add in2, in2, t3
    add out, out, t3
    lw multiplier, arg.multiplier(a0)
    lw multiplier2, arg.multiplier2(a0)
    lw norm, arg.norm(a0)
    srli pairs, t1, 1
    andi odd, t1, 1

    beqz pairs, pairsDone
    lp.setup 0, pairs, pairsDone
    p.lb t1, 1(in!)
    p.lb t3, 1(in!)
    p.lb t2, 1(in2!)
    p.lb t4, 1(in2!)
    mul t1, t1, multiplier
    mul t3, t3, multiplier
    p.mac t1, t2, multiplier2
    p.mac t3, t4, multiplier2
    sra t1, t1, norm
    sra t3, t3, norm
    p.clip t1, t1, 8
    p.clip t3, t3, 8
    p.sb t1, 1(out!)
    p.sb t3, 1(out!)
pairsDone:
    beqz odd, done
    lb t1, 0(in)
    lb t2, 0(in2)
    mul t1, t1, multiplier
    p.mac t1, t2, multiplier2
    sra t1, t1, norm
    p.clip t1, t1, 8
    sb t1, 0(out)
done:
    li t0, BARRIER
    p.elw x0, 0(t0)
    ret
