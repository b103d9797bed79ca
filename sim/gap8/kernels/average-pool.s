# Average over a channel's rows and columns: out[c] = (sum * (65536 / (rows * columns))) >> 16, the quotient a whole number.
# One channel per core at a time. (facts: GAP8, values)

.reg in, s0
.reg out, s1
.reg channels, s2       # of the core
.reg rows, s3
.reg columns, s4
.reg factor, s5
.reg sum, t6

    csrr t0, mhartid
    lw t1, arg.channels(a0)
    addi t2, t1, CORES - 1
    srli t2, t2, LOG2_CORES
    mul t3, t2, t0
    sub t4, t1, t3
    p.min channels, t2, t4
    lw rows, arg.rows(a0)
    lw columns, arg.columns(a0)
    lw in, arg.in(a0)
    mul t4, rows, columns
    lw out, arg.out(a0)
    lw factor, arg.factor(a0)
    mul t4, t4, t3
    add out, out, t3
    add in, in, t4

    blez channels, done
channel:
    li sum, 0
    lp.setup 1, rows, rowsDone
    mv t0, in
    lp.setup 0, columns, columnsDone
    p.lb t1, 1(t0!)
    add sum, sum, t1
columnsDone:
    nop                             # hardware loops may not end closer to each other
    add in, in, columns
rowsDone:
    mul sum, sum, factor
    addi channels, channels, -1
    srai sum, sum, 16
    p.sb sum, 1(out!)
    bnez channels, channel
done:
    li t0, BARRIER
    p.elw x0, 0(t0)
    ret
