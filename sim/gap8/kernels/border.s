# Outputs of a 3x3 window at the sides where it overhangs by one: separate routines, product by product, for the two rows
# and the two columns. (facts: GAP8, kernels, depthwise)
#
# The including listing gives STRIDE and the registers of a channel: in, out, filter, width (of the input), outRow (bytes of
# an output row), columns and rows (windows that do not overhang). `start` points to what an output's sum begins with.
# Changes t0 to t6 and a1 to a7.

.reg from, a1           # input under the first window
.reg to, a2             # its output
.reg taps, a3           # its first tap
.reg skip, a4           # from a row's last input to the next row's first
.reg pixel, t0
.reg tap, t1

borders:
    lw t2, arg.top(a0)
    beqz t2, bottomBorder
    mv from, in
    mv to, out
    addi taps, filter, 3
    jal a6, borderRow
bottomBorder:
    lw t2, arg.bottom(a0)
    beqz t2, leftBorder
    lw t0, arg.bottomIn(a0)
    lw t1, arg.bottomOut(a0)
    add from, in, t0
    add to, out, t1
    mv taps, filter
    jal a6, borderRow
leftBorder:
    lw t2, arg.left(a0)
    beqz t2, rightBorder
    mv from, in
    mv to, out
    addi taps, filter, 1
    jal a6, borderColumn
rightBorder:
    lw t2, arg.right(a0)
    beqz t2, bordersDone
    lw t0, arg.rightIn(a0)
    lw t1, arg.rightOut(a0)
    add from, in, t0
    add to, out, t1
    mv taps, filter
    jal a6, borderColumn
bordersDone:
    ret

# A row of outputs, two rows of taps: the corners that overhang twice, and what lies between.
borderRow:
    lw t2, arg.left(a0)
    mv a5, from
    beqz t2, rowMiddle
    addi taps, taps, 1
    jal a7, corner
    addi taps, taps, -1
rowMiddle:
    blez columns, rowRight
    lw t2, arg.interiorColumn(a0)
    addi skip, width, -2
    add from, a5, t2
    lp.setup 1, columns, rowRight
    lw t6, 0(start)
    mv pixel, from
    mv tap, taps
    lp.setupi 0, 2, rowTapsDone
    p.lb t2, 1(pixel!)
    p.lb t3, 1(tap!)
    p.lb t4, 1(pixel!)
    p.lb t5, 1(tap!)
    p.mac t6, t2, t3
    p.lb t2, skip(pixel!)
    p.lb t3, 1(tap!)
    p.mac t6, t4, t5
    p.mac t6, t2, t3
rowTapsDone:
    addi from, from, STRIDE
    p.sw t6, 4(to!)
rowRight:
    lw t2, arg.right(a0)
    beqz t2, rowDone
    lw t2, arg.rightIn(a0)
    add from, a5, t2
    jal a7, corner
rowDone:
    jr a6

# One output with two rows of two taps.
corner:
    lw t6, 0(start)
    add pixel, from, width
    lb t2, 0(from)
    lb t3, 0(taps)
    lb t4, 1(from)
    lb t5, 1(taps)
    p.mac t6, t2, t3
    p.mac t6, t4, t5
    lb t2, 0(pixel)
    lb t3, 3(taps)
    lb t4, 1(pixel)
    lb t5, 4(taps)
    p.mac t6, t2, t3
    p.mac t6, t4, t5
    p.sw t6, 4(to!)
    jr a7

# A column of outputs between the corners, three rows of two taps.
borderColumn:
    blez rows, columnDone
    lw t2, arg.interiorRow(a0)
    lw t3, arg.interiorOutRow(a0)
    lw a5, arg.rowStep(a0)
    add from, from, t2
    add to, to, t3
    addi skip, width, -1
    lp.setup 1, rows, columnDone
    lw t6, 0(start)
    mv pixel, from
    mv tap, taps
    lp.setupi 0, 3, columnTapsDone
    p.lb t2, 1(pixel!)
    p.lb t3, 1(tap!)
    p.lb t4, skip(pixel!)
    p.lb t5, 2(tap!)
    p.mac t6, t2, t3
    p.mac t6, t4, t5
columnTapsDone:
    add from, from, a5
    p.sw t6, outRow(to!)
columnDone:
    jr a6
