# Fully connected: out[m] = clip16((sum_k in[k] * weights[m][k] + (bias[m] << normBias)) >> norm), outputs and bias of 16 bits.
# Each core has its neurons. (facts: GAP8, kernels, FC)

.reg in, s0
.reg weights, s1
.reg bias, s2
.reg out, s3
.reg neurons, s4        # of the core
.reg iterations, s5     # of eight products
.reg rest, s6           # products behind the last iteration
.reg normBias, s7
.reg norm, s8
.reg sum, t6

    csrr t0, mhartid
    lw t1, arg.outputs(a0)
    addi t2, t1, CORES - 1
    srli t2, t2, LOG2_CORES
    mul t3, t2, t0
    sub t4, t1, t3
    p.min neurons, t2, t4
    lw t1, arg.inputs(a0)
    lw in, arg.in(a0)
    mul t4, t1, t3
    slli t3, t3, 1
    srli iterations, t1, 3
    andi rest, t1, 7
    lw weights, arg.weights(a0)
    lw bias, arg.bias(a0)
    lw out, arg.out(a0)
    lw normBias, arg.normBias(a0)
    lw norm, arg.norm(a0)
    add weights, weights, t4
    add bias, bias, t3
    add out, out, t3

    blez neurons, done
    lp.setup 1, neurons, done
    p.lh sum, 2(bias!)
    mv t4, in
    sll sum, sum, normBias
    blez iterations, dotDone
    lp.setup 0, iterations, dotDone
    p.lw a6, 4(t4!)
    p.lw a7, 4(weights!)
    pv.sdotsp.b sum, a6, a7
    p.lw a6, 4(t4!)
    p.lw a7, 4(weights!)
    pv.sdotsp.b sum, a6, a7
dotDone:
    beqz rest, scale
    lp.setup 0, rest, scale
    p.lb a6, 1(t4!)
    p.lb a7, 1(weights!)
    p.mac sum, a6, a7
scale:
    sra sum, sum, norm
    p.clip sum, sum, 16
    p.sh sum, 2(out!)
done:
    li t0, BARRIER
    p.elw x0, 0(t0)
    ret
