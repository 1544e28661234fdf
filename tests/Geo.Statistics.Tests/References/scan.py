# Reference for the space-time permutation scan, from NumPy 1.24: every cylinder by brute force, and 9,999 shuffles.
# Run: python3 scan.py, in this folder. Writes scan_areas.csv, scan_cases.csv, scan_result.csv. Shares no code with Geo.
import numpy as np
rng = np.random.default_rng(17)
areas, days, longest = 12, 40, 7
xy = np.round(rng.uniform(0, 10000, (areas, 2)), 1)
dist = np.sqrt(((xy[:, None] - xy[None]) ** 2).sum(2))
near = int(np.argsort(dist[3])[1])  # the neighbour that shares the planted cluster
case_area = np.concatenate([rng.integers(0, areas, 150), [3, 3, near, 3, near, near, 3, near]])
case_day = np.concatenate([rng.integers(0, days, 150), [37, 38, 38, 39, 38, 39, 39, 37]])
N = len(case_area)

def best(day):
    top = (0.0,)
    for c in range(areas):
        for r in np.unique(dist[c]):
            inside = dist[c] <= r
            in_area = inside[case_area]
            if in_area.sum() > 0.5 * N:
                break
            for length in range(1, longest + 1):
                recent = day >= days - length
                k = int((in_area & recent).sum())
                mu = in_area.sum() * recent.sum() / N
                if k >= 2 and k > mu:
                    llr = k * np.log(k / mu) + ((N - k) * np.log((N - k) / (N - mu)) if k < N else 0)
                    if llr > top[0]:
                        top = (llr, c, r, length, k, mu, sorted(np.flatnonzero(inside)))
    return top

found = best(case_day)
# Shuffles in a faster form of the same loops, checked against the slow one on the data itself.
order = np.argsort(dist, 1, kind="stable")
def best_fast(day):
    recent = np.stack([(day >= days - l) for l in range(1, longest + 1)])
    table = np.stack([np.bincount(case_area[r], minlength=areas) for r in recent])
    total = np.bincount(case_area, minlength=areas)
    top = 0.0
    for c in range(areas):
        cum = table[:, order[c]].cumsum(1); tot = total[order[c]].cumsum()
        ok = tot <= 0.5 * N
        mu = tot[None] * recent.sum(1)[:, None] / N
        with np.errstate(divide="ignore", invalid="ignore"):
            llr = cum * np.log(cum / mu) + (N - cum) * np.log((N - cum) / (N - mu))
        llr[(cum < 2) | (cum <= mu) | ~ok[None]] = 0
        top = max(top, llr.max())
    return top
assert abs(best_fast(case_day) - found[0]) < 1e-9
sims = np.array([best_fast(rng.permutation(case_day)) for _ in range(9999)])
p = (np.sum(sims >= found[0] - 1e-9) + 1) / 10000
with open("scan_areas.csv", "w") as f:
    f.write("x,y\n" + "".join(f"{a},{b}\n" for a, b in xy))
with open("scan_cases.csv", "w") as f:
    f.write("area,day\n" + "".join(f"{a},{d}\n" for a, d in zip(case_area, case_day)))
with open("scan_result.csv", "w") as f:
    f.write("llr,radius,days,cases,expected,areas,p\n")
    f.write(f"{found[0]!r},{found[2]!r},{found[3]},{found[4]},{found[5]!r},{';'.join(str(a) for a in found[6])},{p!r}\n")
print(found, p)
