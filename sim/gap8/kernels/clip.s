# What of a window lies on the input, along one side: t0 the window's first row or column, t1 the input's, t2 the window's. Gives
# in t3 the first one of the window that lies on the input, and in t4 how many do. Returns by a7.
clip:
    sub t4, t1, t0
    neg t3, t0
    p.min t4, t4, t2
    p.max t3, t3, x0
    sub t4, t4, t3
    jr a7
